using Whelk.Api.Http;
using Whelk.Api.Wire;
using Whelk.Engine;
using Whelk.Engine.Events;
using Whelk.Engine.Workloads;
using Whelk.Errors;

namespace Whelk.Api.Endpoints;

/// <summary>POST /containers/prune: removes every workload that has ended and fits the filters.</summary>
internal static class PruneEndpoint
{
    internal static async Task PruneAsync(WhelkEngine engine, ApiCall call)
    {
        var filters = call.Query.Filters("until", "label", "label!");
        var until = Until(engine, filters);
        var removed = new List<string>();
        var reclaimed = 0L;
        foreach (var workload in engine.Workloads.All.Where(workload => workload.State is WorkloadState.Created or WorkloadState.Exited))
        {
            if ((until is null || workload.Spec.CreatedAt < until) && LabelFilter.Lets(workload.Spec.Labels, filters) && await engine.TryPruneAsync(workload, call.Gone) is { } bytes)
            {
                removed.Add(workload.Spec.Id);
                reclaimed += bytes;
            }
        }

        engine.TellOfPruning(EngineEvent.Container, reclaimed);
        await call.JsonAsync(new ContainersPruned(removed.OrNull(), reclaimed), ApiJson.Default.ContainersPruned);
    }

    /// <summary>The filter "until", a time or a duration back from now: what is younger stays; null without one.</summary>
    internal static DateTimeOffset? Until(WhelkEngine engine, IReadOnlyDictionary<string, IReadOnlyList<string>> filters) =>
        !filters.TryGetValue("until", out var times) ? null
        : times is [var one] ? QueryTime.AgoOrAt(one, engine.Clock.GetUtcNow())
        : throw new WhelkException(ErrorCode.InvalidArgument, "more than one until filter specified");
}
