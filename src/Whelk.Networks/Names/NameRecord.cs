using System.Net;
using System.Text;

namespace Whelk.Networks.Names;

/// <summary>
/// What a workload is called: a file named after its address, with one name a line. Where two workloads have the same name, the one that has it on an earlier
/// line gets it: a workload's own name beats another's hostname.
/// </summary>
internal sealed record NameRecord(IPAddress Address, IReadOnlyList<string> Names)
{
    /// <summary>How much of a file is read.</summary>
    internal const int LongestFile = 4096;

    /// <summary>The address that a file is about; null for any other file.</summary>
    internal static IPAddress? AddressOf(string fileName) => IPAddress.TryParse(fileName, out var address) && address.ToString() == fileName ? address : null;

    internal static NameRecord Parse(IPAddress address, ReadOnlySpan<byte> content) =>
        new(address, Encoding.UTF8.GetString(content).Split('\n', StringSplitOptions.RemoveEmptyEntries));

    internal byte[] ToBytes() => Encoding.UTF8.GetBytes(string.Concat(Names.Distinct().Select(name => $"{name}\n")));
}
