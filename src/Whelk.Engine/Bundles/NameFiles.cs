using System.Net;
using System.Text;
using Whelk.Engine.Workloads;
using Whelk.Networks.Endpoints;
using Whelk.Linux.Files;

namespace Whelk.Engine.Bundles;

/// <summary>hostname, hosts and resolv.conf, as Docker writes them; bound into the workload.</summary>
internal static class NameFiles
{
    private const UnixFileMode Readable =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private const int LongestRewritten = 1 << 20;

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

    /// <summary>Adds a place of a workload that runs to its hosts file, which keeps its inode: it is bound into the workload.</summary>
    internal static void AddPlace(WorkloadPaths paths, WorkloadSpec spec, Endpoint endpoint)
    {
        foreach (var address in new[] { endpoint.Address, endpoint.Address6 }.OfType<IPAddress>())
        {
            File.AppendAllText(paths.Hosts, $"{HostsLine(spec, address)}\n");
        }
    }

    /// <summary>Takes the lines of a place out again; what else is in the file stays. A file that the workload made larger than a megabyte is left as it is.</summary>
    internal static void RemovePlace(WorkloadPaths paths, Endpoint endpoint)
    {
        var gone = new[] { endpoint.Address, endpoint.Address6 }.OfType<IPAddress>().Select(address => $"{address}\t").ToList();
        Rewrite(paths.Hosts, lines => lines.Where(line => !gone.Exists(start => line.StartsWith(start, StringComparison.Ordinal))));
    }

    /// <summary>Names the server of another network, where the file still names the one before. A file that the workload made larger than a megabyte is left as it is.</summary>
    internal static void ReplaceServer(WorkloadPaths paths, IPAddress before, IPAddress now)
    {
        if (!before.Equals(now))
        {
            Rewrite(paths.ResolvConf, lines => lines.Select(line => line == NameServerLine(before) ? NameServerLine(now) : line));
        }
    }

    // The workload writes there too. Nobody wants a file of names as long as that, so it is left as it is: reading it would take the daemon's memory.
    private static void Rewrite(string path, Func<IEnumerable<string>, IEnumerable<string>> change)
    {
        if (TryRead(path) is { } text)
        {
            File.WriteAllText(path, string.Join('\n', change(text.Split('\n'))), Encoding.Latin1);
        }
    }

    // Byte by byte: what the workload wrote need not be UTF-8.
    private static string? TryRead(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        var content = new byte[Math.Min(file.Length, LongestRewritten) + 1];
        var count = file.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
        return count < content.Length ? Encoding.Latin1.GetString(content, 0, count) : null;
    }

    private static string HostsLine(WorkloadSpec spec, IPAddress address) => $"{address}\t{QualifiedName(spec)}";

    private static string NameServerLine(IPAddress server) => $"nameserver {server}";

    private static string Hosts(BundleInput input)
    {
        if (input.OnHost)
        {
            return WithExtra(new StringBuilder(HostFile("/etc/hosts")), input).ToString();
        }

        var text = WithExtra(new StringBuilder(FixedHosts), input);
        foreach (var endpoint in (input.Place?.Joined ?? []).Select(one => one.Endpoint))
        {
            text.Append(HostsLine(input.Spec, endpoint.Address)).Append('\n');
            if (endpoint.Address6 is { } address6)
            {
                text.Append(HostsLine(input.Spec, address6)).Append('\n');
            }
        }

        foreach (var line in input.Linked)
        {
            text.Append(line).Append('\n');
        }

        return text.ToString();
    }

    private static StringBuilder WithExtra(StringBuilder text, BundleInput input)
    {
        foreach (var extra in input.Spec.Options.Host.ExtraHosts)
        {
            var colon = extra.IndexOfAny([':', '=']);
            var address = extra[(colon + 1)..];
            text.Append(address == "host-gateway" ? input.OnHost ? "127.0.0.1" : $"{input.Place?.Main?.Gateway}" : address).Append('\t').Append(extra.AsSpan(0, colon)).Append('\n');
        }

        return text;
    }

    private static string HostFile(string path) => File.Exists(path) ? File.ReadAllText(path) : string.Empty;

    // As Docker: the name with its domain first, then the bare one.
    private static string QualifiedName(WorkloadSpec spec) =>
        spec.Options.Domainname is { Length: > 0 } domain ? $"{spec.Hostname}.{domain} {spec.Hostname}" : spec.Hostname;

    private static string ResolvConf(BundleInput input)
    {
        var host = input.Spec.Options.Host;
        if (input.OnHost && host.Dns.Count == 0 && host.DnsSearch.Count == 0 && host.DnsOptions.Count == 0)
        {
            return HostFile("/etc/resolv.conf");
        }

        var text = new StringBuilder();
        foreach (var server in host.Dns.Count > 0 ? host.Dns : input.Place?.Main is { } endpoint ? [$"{endpoint.Gateway}"] : [])
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
