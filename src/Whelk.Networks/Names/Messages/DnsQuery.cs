namespace Whelk.Networks.Names.Messages;

/// <summary>A question that was read and found well formed, with the bytes it came in.</summary>
internal sealed record DnsQuery
{
    /// <summary>The smallest answer that every client takes over UDP. RFC 1035 §4.2.1.</summary>
    internal const int SmallestLimit = 512;

    /// <summary>The largest that we send or ask for over UDP, so that no fragment is needed: what DNS flag day 2020 settled on.</summary>
    internal const int LargestLimit = 1232;

    /// <summary>The whole message.</summary>
    internal required byte[] Message { get; init; }

    /// <summary>Where the question ends, which starts after the header.</summary>
    internal required int QuestionEnd { get; init; }

    /// <summary>In lower case without the last dot; null where no text stands for it.</summary>
    internal required string? Name { get; init; }

    internal required RecordType Type { get; init; }

    /// <summary>1 for the internet, 255 for any.</summary>
    internal required ushort Class { get; init; }

    /// <summary>Where the OPT record's own fields start (after its empty name and its type); null where there is none.</summary>
    internal int? OptFields { get; init; }

    /// <summary>What the client takes over UDP, within our bounds.</summary>
    internal int UdpLimit { get; init; } = SmallestLimit;

    /// <summary>Of EDNS; 0 is the only one there is.</summary>
    internal byte EdnsVersion { get; init; }

    internal ReadOnlySpan<byte> Question => Message.AsSpan(Header.Length, QuestionEnd - Header.Length);
}
