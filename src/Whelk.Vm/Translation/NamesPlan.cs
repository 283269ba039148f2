using System.Net;
using System.Net.Sockets;
using System.Text;
using Whelk.Oci.Runtime;

namespace Whelk.Vm.Translation;

/// <summary>Whether the engine resolves names on a loopback address of the network namespace (Docker's 127.0.0.11), which packets of a guest cannot reach.</summary>
internal static class NamesPlan
{
    private const int NamePort = 53;
    private const string ResolvConf = "/etc/resolv.conf";
    private const long Limit = 64 << 10;

    /// <summary>The resolver that the bound resolv.conf names, as it is now; null where the guest reaches it itself, or none is named.</summary>
    internal static IPEndPoint? Of(RuntimeSpec config, string bundle) =>
        (config.Linux?.Namespaces ?? []).Any(ns => ns.Type == NamespaceTypes.Network)
        && (config.Mounts ?? []).LastOrDefault(mount => mount.Destination == ResolvConf) is { } mount
        && BindSource.TryRead(mount, bundle, Limit) is { } content
            ? In(Encoding.UTF8.GetString(content))
            : null;

    // The first one is asked first: resolv.conf(5).
    private static IPEndPoint? In(string resolvConf)
    {
        var first = resolvConf.Split('\n')
            .Select(line => line.Split((char[])[' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries))
            .FirstOrDefault(words => words is ["nameserver", _, ..]);
        return first is not null && IPAddress.TryParse(first[1], out var address) && address.AddressFamily == AddressFamily.InterNetwork && IPAddress.IsLoopback(address)
            ? new IPEndPoint(address, NamePort)
            : null;
    }
}
