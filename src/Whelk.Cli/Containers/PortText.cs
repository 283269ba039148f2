using Whelk.Cli.Wire;

namespace Whelk.Cli.Containers;

/// <summary>A workload's ports in one line, consecutive ones drawn together, as Docker writes them: "443/tcp, 0.0.0.0:8080->80/tcp".</summary>
internal static class PortText
{
    public static string Of(IEnumerable<PortSummary> ports)
    {
        var sorted = ports
            .OrderBy(port => port.PrivatePort)
            .ThenBy(port => port.Ip, StringComparer.Ordinal)
            .ThenBy(port => port.PublicPort)
            .ThenBy(port => port.Type, StringComparer.Ordinal)
            .ToArray();
        var single = sorted.Where(port => port.PublicPort != 0 && port.PublicPort != port.PrivatePort)
            .Select(port => $"{HostOf(port)}:{port.PublicPort}->{port.PrivatePort}/{port.Type}");
        var runs = sorted.Where(port => port.PublicPort == 0 || port.PublicPort == port.PrivatePort)
            .GroupBy(port => (Host: port.PublicPort == 0 ? null : HostOf(port), port.Type))
            .SelectMany(group => Runs(group.Select(port => port.PrivatePort), group.Key.Host, group.Key.Type));
        return string.Join(", ", runs.Concat(single));
    }

    private static string HostOf(PortSummary port) =>
        port.Ip is { } ip && ip.Contains(':', StringComparison.Ordinal) ? $"[{ip}]" : port.Ip ?? "";

    private static IEnumerable<string> Runs(IEnumerable<int> ports, string? host, string type)
    {
        var (first, last) = (-1, -1);
        foreach (var port in ports.Distinct())
        {
            if (first >= 0 && port != last + 1)
            {
                yield return Text(first, last, host, type);
                first = -1;
            }

            first = first < 0 ? port : first;
            last = port;
        }

        if (first >= 0)
        {
            yield return Text(first, last, host, type);
        }
    }

    private static string Text(int first, int last, string? host, string type)
    {
        var range = first == last ? $"{first}" : $"{first}-{last}";
        return host is null ? $"{range}/{type}" : $"{host}:{range}->{range}/{type}";
    }
}
