using System.Collections.Concurrent;
using Whelk.Errors;

namespace Whelk.Engine.Networks;

/// <summary>All networks of this daemon, by id, name and the start of an id.</summary>
public sealed class NetworkTable
{
    private readonly ConcurrentDictionary<string, NetworkSpec> _byId = [];

    /// <summary>A snapshot, by name.</summary>
    public IReadOnlyList<NetworkSpec> All => [.. _byId.Values.OrderBy(network => network.Name, StringComparer.Ordinal)];

    /// <summary>Those that people made.</summary>
    public IEnumerable<NetworkSpec> Own => _byId.Values.Where(network => !network.Predefined);

    /// <summary>The network of this id, name, or unambiguous start of an id.</summary>
    /// <exception cref="WhelkException">NotFound, or InvalidArgument for an ambiguous start, in Docker's words.</exception>
    public NetworkSpec Find(string wanted) => TryFind(wanted) ?? throw new WhelkException(ErrorCode.NotFound, $"network {wanted} not found");

    /// <summary>The same, null for none.</summary>
    /// <exception cref="WhelkException">InvalidArgument for an ambiguous start.</exception>
    public NetworkSpec? TryFind(string wanted)
    {
        if (TryFindExact(wanted) is { } exact)
        {
            return exact;
        }

        var matches = wanted.Length == 0 ? [] : _byId.Values.Where(network => network.Id.StartsWith(wanted, StringComparison.Ordinal)).Take(2).ToList();
        return matches.Count < 2 ? matches.SingleOrDefault()
            : throw new WhelkException(ErrorCode.InvalidArgument, $"network {wanted} is ambiguous ({matches.Count} matches found based on ID prefix)");
    }

    /// <summary>The network of this id or name; null for none.</summary>
    public NetworkSpec? TryFindExact(string wanted) =>
        _byId.TryGetValue(wanted, out var found) ? found : _byId.Values.FirstOrDefault(network => network.Name == wanted);

    internal void Add(NetworkSpec network) => _byId[network.Id] = network;

    internal void Remove(NetworkSpec network) => _byId.TryRemove(network.Id, out _);
}
