namespace Whelk.Networks.Names;

/// <summary>What one client may find: the networks it has a place in.</summary>
/// <param name="Networks">Their keys.</param>
/// <param name="LeadsOut">Whether one of them leads to the world.</param>
/// <param name="Links">Names of its own for others, in lower case.</param>
internal sealed record Neighbours(IReadOnlySet<string> Networks, bool LeadsOut, IReadOnlyDictionary<string, string> Links)
{
    /// <summary>Of a client on the daemon's own bridge that has no names.</summary>
    internal static readonly Neighbours OfOwnBridge = new(new HashSet<string> { BridgeNetwork.Key }, true, new Dictionary<string, string>());

    internal bool Include(NameRecord record) => Networks.Contains(record.Network);
}
