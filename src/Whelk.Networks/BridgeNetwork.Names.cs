using Whelk.Networks.Endpoints;
using Whelk.Networks.Names;

namespace Whelk.Networks;

public sealed partial class BridgeNetwork
{
    /// <summary>Why names are not answered; null where they are, or where no server was asked for.</summary>
    public string? NameFault => _names.Fault;

    /// <summary>
    /// Says what a workload is called on a network: from the return of this call on, the names resolve to it. Replaces what was said before; ends with
    /// <see cref="DetachAsync"/> or <see cref="Leave"/>. Names that cannot be in DNS (a label of more than 63 characters) resolve to nothing.
    /// </summary>
    /// <param name="endpoint">The workload's place.</param>
    /// <param name="names">The first is the one that its address resolves to. Where two workloads of the daemon's own bridge have one name, the workload that has it earlier in this list gets it.</param>
    /// <param name="workload">Which workload it is, where one has several places; null where this is its only one.</param>
    /// <param name="links">Names that this workload alone has for others.</param>
    /// <exception cref="Errors.WhelkException">Unavailable: no space for a small file.</exception>
    public void Announce(Endpoint endpoint, IReadOnlyList<string> names, string? workload = null, IReadOnlyDictionary<string, string>? links = null) => _names.Add(new NameRecord(endpoint.Address, names)
    {
        Network = endpoint.Network,
        NetworkName = _others.TryGetValue(endpoint.Network, out var other) ? other.Options.Name : null,
        Workload = workload ?? $"{endpoint.Address}",
        Address6 = endpoint.Address6,
        Links = links ?? new Dictionary<string, string>(),
        IsInternal = !endpoint.HasWayOut,
    });
}
