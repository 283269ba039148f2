using System.Net;
using System.Text;

namespace Whelk.Networks.Names;

/// <summary>
/// What a workload is called on a network: a file named after its address there, with what is known of the place in the first line, then one name a line. On the
/// daemon's own bridge, where two workloads have the same name, the one that has it on an earlier line gets it: a workload's own name beats another's hostname.
/// </summary>
internal sealed record NameRecord(IPAddress Address, IReadOnlyList<string> Names)
{
    /// <summary>How much of a file is read.</summary>
    internal const int LongestFile = 16384;

    // No name in DNS begins so.
    private const char LinkMark = '>';
    private const string None = "-";
    private const string Internal = "internal";

    /// <summary>Tells networks apart: workloads find each other where they share one.</summary>
    internal string Network { get; init; } = BridgeNetwork.Key;

    /// <summary>The network's name, which may follow a workload's after a dot; null on the daemon's own bridge.</summary>
    internal string? NetworkName { get; init; }

    /// <summary>Tells workloads apart: one may have places in several networks.</summary>
    internal string Workload { get; init; } = $"{Address}";

    /// <summary>The address of IPv6; null for none.</summary>
    internal IPAddress? Address6 { get; init; }

    /// <summary>Names that this workload alone has for others: alias and name.</summary>
    internal IReadOnlyDictionary<string, string> Links { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether the network leads nowhere: who has a place in such networks alone is told nothing of the world.</summary>
    internal bool IsInternal { get; init; }

    /// <summary>The address that a file is about; null for any other file.</summary>
    internal static IPAddress? AddressOf(string fileName) => IPAddress.TryParse(fileName, out var address) && address.ToString() == fileName ? address : null;

    /// <summary>Null where the first line is none of ours.</summary>
    internal static NameRecord? Parse(IPAddress address, ReadOnlySpan<byte> content)
    {
        var lines = Encoding.UTF8.GetString(content).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return lines is [var head, ..] && head.Split(' ', 5) is [var network, var workload, var address6, var reach, var name]
            ? new NameRecord(address, [.. lines.Skip(1).Where(line => line[0] != LinkMark)])
            {
                Links = lines.Skip(1).Where(line => line[0] == LinkMark).Select(line => line[1..].Split(' ', 2)).Where(parts => parts.Length == 2).DistinctBy(parts => parts[0]).ToDictionary(parts => parts[0], parts => parts[1]),
                Network = network,
                NetworkName = name == None ? null : name,
                Workload = workload,
                Address6 = IPAddress.TryParse(address6, out var parsed) ? parsed : null,
                IsInternal = reach == Internal,
            }
            : null;
    }

    internal byte[] ToBytes() => Encoding.UTF8.GetBytes(
        $"{Network} {Workload} {Address6?.ToString() ?? None} {(IsInternal ? Internal : None)} {NetworkName ?? None}\n{string.Concat(Lines.Select(line => $"{line}\n"))}");

    private IEnumerable<string> Lines => Names.Distinct().Concat(Links.Select(link => $"{LinkMark}{link.Key} {link.Value}"));
}
