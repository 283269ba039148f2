using Whelk.Networks.Endpoints;
using Whelk.Networks.Names;

namespace Whelk.Networks;

public sealed partial class BridgeNetwork
{
    /// <summary>Why names are not answered; null where they are, or where no server was asked for.</summary>
    public string? NameFault => _names.Fault;

    /// <summary>
    /// Says what a workload is called: from the return of this call on, the names resolve to it. Replaces what was said before; ends with
    /// <see cref="DetachAsync"/>. Names that cannot be in DNS (a label of more than 63 characters) resolve to nothing.
    /// </summary>
    /// <param name="endpoint">The workload's place.</param>
    /// <param name="names">The first is the one that its address resolves to. Where two workloads have one name, the workload that has it earlier in this list gets it.</param>
    /// <exception cref="Errors.WhelkException">Unavailable: no space for a small file.</exception>
    public void Announce(Endpoint endpoint, IReadOnlyList<string> names) => _names.Add(new NameRecord(endpoint.Address, names));
}
