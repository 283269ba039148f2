namespace Whelk.Engine.Networks;

/// <summary>A network's addresses, in the words of Docker's IPAM configuration.</summary>
public sealed record NetworkRange
{
    /// <summary>Address/bits.</summary>
    public required string Subnet { get; init; }

    /// <summary>The part that is given out by itself; empty for the whole subnet.</summary>
    public string IPRange { get; init; } = string.Empty;

    /// <summary>The bridge's address.</summary>
    public required string Gateway { get; init; }

    /// <summary>Addresses that others have, by their names.</summary>
    public IReadOnlyDictionary<string, string> Auxiliary { get; init; } = new Dictionary<string, string>();
}
