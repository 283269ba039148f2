using Whelk.Api.Http;
using Whelk.Api.Wire;
using Whelk.Engine;
using Whelk.Engine.Workloads;

namespace Whelk.Api.Endpoints;

/// <summary>GET /containers/{id}/stats: a sample a second, or one that stands for a second, or one at once.</summary>
internal static class StatsEndpoint
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    internal static async Task SendAsync(WhelkEngine engine, ApiCall call)
    {
        var workload = engine.Workloads.Find(call[0]);
        var stream = call.Query["stream"] is null || call.Query.Flag("stream");
        if (stream)
        {
            await StreamAsync(engine, workload, call);
            return;
        }

        var before = call.Query.Flag("one-shot") ? null : await engine.MeasureUseAsync(workload, call.Gone);
        if (before is not null)
        {
            await Task.Delay(Interval, engine.Clock, call.Gone);
        }

        await call.JsonAsync(StatsMapping.Sample(workload, await engine.MeasureUseAsync(workload, call.Gone), before), ApiJson.Default.StatsSample);
    }

    // Until the client goes or the workload is removed; one that does not run now may run later.
    private static async Task StreamAsync(WhelkEngine engine, Workload workload, ApiCall call)
    {
        var body = await call.StreamAsync("application/json");
        WorkloadUse? before = null;
        while (workload.State is not WorkloadState.Removing)
        {
            var use = await engine.MeasureUseAsync(workload, call.Gone);
            await JsonLine.WriteAsync(body, StatsMapping.Sample(workload, use, before), ApiJson.Default.StatsSample, call.Gone);
            before = use;
            await Task.Delay(Interval, engine.Clock, call.Gone);
        }
    }
}
