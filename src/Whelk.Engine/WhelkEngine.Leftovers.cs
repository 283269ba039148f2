using System.Collections.Concurrent;
using Whelk.Engine.Leftovers;
using Whelk.Engine.Workloads;

namespace Whelk.Engine;

/// <summary>What earlier daemons and killed monitors have left, looked for while this daemon serves: it clears away at its start, and not all can be cleared then.</summary>
public sealed partial class WhelkEngine
{
    // Removed, and not all of it is gone yet.
    private readonly ConcurrentDictionary<string, Workload> _leaving = new();

    /// <summary>What is left, in the order in which it is to be removed; nothing of a workload that there is. Waits for the runtimes to have been tried. Changes nothing.</summary>
    public async Task<IReadOnlyList<Leftover>> LeftoversAsync(CancellationToken cancellationToken)
    {
        await Runtimes.TriedAsync(cancellationToken);
        var scope = new LeftoverScope { Paths = Paths, Runtimes = Runtimes.All, HasDaemon = true, Owned = OwnedIds, Known = OwnedIds };
        return
        [
            .. MonitorLeftovers.Of(scope),
            .. GroupLeftovers.Of(scope),
            .. RuntimeLeftovers.Of(scope),
            .. FolderLeftovers.OfWorkloads(scope),
            .. FolderLeftovers.OfVolumes(Volumes),
        ];
    }

    private HashSet<string> OwnedIds() => LeftoverScope.Short(Workloads.Ids().Concat(_leaving.Values.Where(workload => !workload.CleanedUp.IsCompleted).Select(workload => workload.Spec.Id)));
}
