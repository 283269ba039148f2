namespace Whelk.Guest.Protocol;

/// <summary>What the workload uses of its guest, as the control group that it is in counts it.</summary>
public sealed record GuestUse
{
    // More than any kernel has.
    private const int MostDetails = 256;
    private const int LongestName = 64;

    /// <summary>Bytes charged.</summary>
    public required ulong Memory { get; init; }

    /// <summary>Bytes that it may use: its limit, else what the guest has.</summary>
    public required ulong MemoryLimit { get; init; }

    /// <summary>Tasks that live.</summary>
    public required ulong Tasks { get; init; }

    /// <summary>Tasks that may live; 0: no limit.</summary>
    public ulong TasksLimit { get; init; }

    /// <summary>memory.stat of cgroup v2.</summary>
    public IReadOnlyList<(string Name, ulong Value)> MemoryDetails { get; init; } = [];

    /// <summary>The payload of <see cref="FrameType.UseReply"/>.</summary>
    public byte[] Encode() => new PayloadWriter().UInt64(Memory).UInt64(MemoryLimit).UInt64(Tasks).UInt64(TasksLimit)
        .List(MemoryDetails, static (w, detail) => w.String(detail.Name).UInt64(detail.Value)).Written.ToArray();

    /// <exception cref="ProtocolException">It is none: counts beyond 2^63, names that are no kernel's, too many of them.</exception>
    public static GuestUse Decode(ReadOnlySpan<byte> payload)
    {
        var reader = new PayloadReader(payload);
        var use = new GuestUse
        {
            Memory = Count(reader.UInt64()),
            MemoryLimit = Count(reader.UInt64()),
            Tasks = Count(reader.UInt64()),
            TasksLimit = Count(reader.UInt64()),
            MemoryDetails = reader.List(static (ref PayloadReader r) => (Name(r.String()), Count(r.UInt64()))),
        };
        reader.End();
        return use.MemoryDetails.Count <= MostDetails ? use : throw new ProtocolException($"{use.MemoryDetails.Count} figures of memory");
    }

    private static ulong Count(ulong count) => count <= long.MaxValue ? count : throw new ProtocolException($"a count of {count}");

    private static string Name(string name) => name.Length is > 0 and <= LongestName && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_')
        ? name
        : throw new ProtocolException("a name that is no kernel's");
}
