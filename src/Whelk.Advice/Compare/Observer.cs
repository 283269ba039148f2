using Whelk.Engine;
using Whelk.Engine.Workloads;
using Whelk.Linux.Files;

namespace Whelk.Advice.Compare;

/// <summary>Runs the user's command once more, untimed, and watches what the instance uses: memory, processor when idle, disk.</summary>
internal sealed class Observer(WhelkEngine engine)
{
    // So that a window which begins then ends after the least time of the watch.
    private static readonly TimeSpan Margin = TimeSpan.FromMilliseconds(200);

    /// <summary>Standard input stays open, as with `run -i`: a shell or an interpreter that would end at once waits, and can be measured.</summary>
    internal async Task<Observation> ObserveAsync(WorkloadOptions options, CancellationToken cancellationToken)
    {
        await using var trial = await Trial.CreateAsync(engine, options with { OpenStdin = true }, cancellationToken);
        var ended = trial.Workload.WaitAsync(WaitCondition.NextExit, CancellationToken.None);
        await using var sampler = MemorySampler.Start(trial.Gauge, engine.Clock);
        await engine.StartAsync(trial.Workload, cancellationToken);
        sampler.MarkRunning();
        var idle = await IdleAsync(trial, ended, sampler, cancellationToken);
        var memory = await sampler.FinishAsync();
        int? code = ended.IsCompleted ? await ended : null;
        await trial.EndAsync();
        return new Observation
        {
            Command = trial.Workload.Spec.Arguments,
            Memory = memory,
            IdleCpuPercent = idle,
            ExitCode = code,
            DiskBytes = DiskOf(trial.Workload),
        };
    }

    /// <summary>Over the end of the watch, in which its memory is quiet: both figures are of the same seconds, and nobody waits twice.</summary>
    private async Task<double?> IdleAsync(Trial trial, Task ended, MemorySampler sampler, CancellationToken cancellationToken)
    {
        double? idle = null;
        await Task.WhenAny(ended, Task.Delay(MemorySampler.Least - IdleProcessor.Window + Margin, engine.Clock, cancellationToken));
        while (!ended.IsCompleted && !sampler.Settled.IsCompleted)
        {
            idle = await IdleProcessor.MeasureAsync(trial.Gauge, ended, engine.Clock, cancellationToken);
        }

        cancellationToken.ThrowIfCancellationRequested();
        return ended.IsCompleted ? null : idle;
    }

    // All that the instance alone has on disk: what it wrote to its root, its disk, its log, its names.
    private static long DiskOf(Workload workload)
    {
        using var folder = DirectoryHandle.Open(workload.Paths.Data);
        return folder.AllocatedBytes();
    }
}
