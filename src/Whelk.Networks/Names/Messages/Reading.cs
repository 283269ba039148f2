namespace Whelk.Networks.Names.Messages;

/// <summary>What came of reading a message.</summary>
internal abstract record Reading
{
    private Reading()
    {
    }

    /// <summary>It is no query at all: an answer to it could start a loop.</summary>
    internal sealed record Ignored : Reading;

    /// <summary>A query that is malformed or of a kind that is not served.</summary>
    internal sealed record Rejected(ResponseCode Code) : Reading;

    /// <summary>A query that can be answered.</summary>
    internal sealed record Accepted(DnsQuery Query) : Reading;
}
