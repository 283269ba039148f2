using System.Text.Json.Serialization;
using Whelk.Errors;

namespace Whelk.Linux.Namespaces;

/// <summary>Users and groups of the host that a user namespace has as its own: those from 0 on inside. user_namespaces(7).</summary>
/// <param name="Start">What 0 is on the host.</param>
/// <param name="Size">How many.</param>
public sealed record IdRange(uint Start, uint Size)
{
    /// <summary>What the kernel shows of a user or a group that is not in a namespace (/proc/sys/kernel/overflowuid).</summary>
    public const uint Nobody = 65534;

    /// <summary>The first id behind it.</summary>
    [JsonIgnore]
    public ulong End => (ulong)Start + Size;

    /// <summary>Whether an id is in both.</summary>
    public bool Overlaps(IdRange other) => Start < other.End && other.Start < End;

    /// <summary>What an id of the host is inside; <see cref="Nobody"/> where it is none of these.</summary>
    public uint ToInside(uint host) => host >= Start && host < End ? host - Start : Nobody;

    /// <summary>What an id inside is on the host.</summary>
    /// <exception cref="WhelkException">InvalidArgument: there is none, in Docker's words.</exception>
    public uint ToHost(uint inside) => inside < Size ? Start + inside : throw new WhelkException(ErrorCode.InvalidArgument, $"container ID {inside} cannot be mapped to a host ID");
}
