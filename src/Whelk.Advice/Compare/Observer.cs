using Whelk.Engine;
using Whelk.Engine.Workloads;
using Whelk.Linux.Files;

namespace Whelk.Advice.Compare;

/// <summary>Runs the user's command once more, untimed, and watches what the instance uses: memory, processor when idle, disk.</summary>
internal sealed class Observer(WhelkEngine engine)
{
    /// <summary>Standard input stays open, as with `run -i`: a shell or an interpreter that would end at once waits, and can be measured.</summary>
    internal async Task<Observation> ObserveAsync(WorkloadOptions options, CancellationToken cancellationToken)
    {
        await using var trial = await Trial.CreateAsync(engine, options with { OpenStdin = true }, cancellationToken);
        var ended = trial.Workload.WaitAsync(WaitCondition.NextExit, CancellationToken.None);
        await using var sampler = MemorySampler.Start(trial.Gauge, engine.Clock);
        await engine.StartAsync(trial.Workload, cancellationToken);
        sampler.MarkRunning();
        await Task.WhenAny(ended, sampler.Settled).WaitAsync(cancellationToken);
        var memory = await sampler.FinishAsync();
        var idle = ended.IsCompleted ? null : await IdleProcessor.MeasureAsync(trial.Gauge, ended, engine.Clock, cancellationToken);
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

    // All that the instance alone has on disk: what it wrote to its root, its disk, its log, its names.
    private static long DiskOf(Workload workload)
    {
        using var folder = DirectoryHandle.Open(workload.Paths.Data);
        return folder.AllocatedBytes();
    }
}
