using System.Net;
using System.Net.NetworkInformation;
using Whelk.Linux.Files;
using Whelk.Linux.Namespaces;
using Whelk.Linux.Netlink;

namespace Whelk.Networks.Tests.Support;

/// <summary>A machine beside this one: a namespace on a cable of its own, whose default route is this host.</summary>
internal sealed class OtherHost : IDisposable
{
    private static int s_next;
    private readonly string _cable;

    private OtherHost(string path, string cable, int net)
    {
        NamespacePath = path;
        _cable = cable;
        Address = IPAddress.Parse($"198.51.100.{(net * 4) + 2}");
        ThisHost = IPAddress.Parse($"198.51.100.{(net * 4) + 1}");
    }

    internal string NamespacePath { get; }

    internal IPAddress Address { get; }

    internal IPAddress ThisHost { get; }

    internal static async Task<OtherHost> CreateAsync(string folder)
    {
        var net = Interlocked.Increment(ref s_next);
        var other = new OtherHost(Path.Combine(folder, $"other-{net}"), $"wt{Environment.ProcessId % 100000}-{net}", net);
        using var host = RouteSocket.Open();
        try
        {
            await NetworkNamespace.CreateAsync(other.NamespacePath, () =>
            {
                using var here = Descriptor.Open("/proc/thread-self/ns/net");
                host.Send(new RouteBatch().Veth(new VethPair { Name = other._cable, PeerMac = PhysicalAddress.Parse("02-00-00-00-00-02") }, here));
                var index = host.GetLink(other._cable).Index;
                host.Send(new RouteBatch().Address(index, other.ThisHost, 30).LinkUp(index));
                using var inside = RouteSocket.Open();
                var eth0 = inside.GetLink("eth0").Index;
                inside.Send(new RouteBatch().LinkUp(1).Address(eth0, other.Address, 30).LinkUp(eth0).Route(eth0, new IPNetwork(IPAddress.Any, 0), other.ThisHost));
            });
            return other;
        }
        catch
        {
            other.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        using var host = RouteSocket.Open();
        host.RemoveLink(_cable);
        NetworkNamespace.Unpin(NamespacePath);
    }
}
