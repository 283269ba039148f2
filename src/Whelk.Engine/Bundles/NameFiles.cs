using System.Text;
using Whelk.Engine.Workloads;
using Whelk.Linux.Files;

namespace Whelk.Engine.Bundles;

/// <summary>hostname, hosts and resolv.conf, as Docker writes them; bound into the workload.</summary>
internal static class NameFiles
{
    private const UnixFileMode Readable =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private const string FixedHosts =
        """
        127.0.0.1	localhost
        ::1	localhost ip6-localhost ip6-loopback
        fe00::	ip6-localnet
        ff00::	ip6-mcastprefix
        ff02::1	ip6-allnodes
        ff02::2	ip6-allrouters

        """;

    internal static void Write(BundleInput input)
    {
        Save(input.Paths.Hostname, $"{input.Spec.Hostname}\n");
        Save(input.Paths.Hosts, Hosts(input));
        Save(input.Paths.ResolvConf, ResolvConf(input));
    }

    private static string Hosts(BundleInput input)
    {
        var text = new StringBuilder(FixedHosts);
        foreach (var extra in input.Spec.Options.Host.ExtraHosts)
        {
            var colon = extra.IndexOfAny([':', '=']);
            var address = extra[(colon + 1)..];
            text.Append(address == "host-gateway" ? $"{input.Endpoint?.Gateway}" : address).Append('\t').Append(extra.AsSpan(0, colon)).Append('\n');
        }

        if (input.Endpoint is { } endpoint)
        {
            text.Append(endpoint.Address).Append('\t').Append(QualifiedName(input.Spec)).Append('\n');
        }

        return text.ToString();
    }

    // As Docker: the name with its domain first, then the bare one.
    private static string QualifiedName(WorkloadSpec spec) =>
        spec.Options.Domainname is { Length: > 0 } domain ? $"{spec.Hostname}.{domain} {spec.Hostname}" : spec.Hostname;

    private static string ResolvConf(BundleInput input)
    {
        var host = input.Spec.Options.Host;
        var text = new StringBuilder();
        foreach (var server in host.Dns.Count > 0 ? host.Dns : input.Endpoint is { } endpoint ? [$"{endpoint.Gateway}"] : [])
        {
            text.Append("nameserver ").Append(server).Append('\n');
        }

        if (host.DnsSearch.Count > 0)
        {
            text.Append("search ").AppendJoin(' ', host.DnsSearch).Append('\n');
        }

        return text.Append("options ").AppendJoin(' ', [.. host.DnsOptions, "ndots:0"]).Append('\n').ToString();
    }

    private static void Save(string path, string text) => AtomicFile.Write(path, Encoding.UTF8.GetBytes(text), durable: false, Readable);
}
