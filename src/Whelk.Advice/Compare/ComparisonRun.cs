using Whelk.Engine;
using Whelk.Engine.Runtimes;
using Whelk.Errors;
using Whelk.Images;

namespace Whelk.Advice.Compare;

/// <summary>The steps of one comparison. A side that fails is measured no further; the others go on.</summary>
internal sealed class ComparisonRun(WhelkEngine engine, ComparisonPlan plan, Func<ComparisonProgress, Task> report, int otherSteps)
{
    // Once a command was waited for in vain, the runs that follow wait only so long for one that is a little late.
    private static readonly TimeSpan ShortPatience = TimeSpan.FromMilliseconds(200);

    private readonly Observer _observer = new(engine);
    private readonly InsideProbe _probe = new(engine);
    private readonly StartTimer _timer = new(engine);

    /// <summary>Memory and the look inside first: they warm what the timed starts then find warm on every side.</summary>
    internal async Task MeasureAsync(CancellationToken cancellationToken)
    {
        foreach (var side in plan.Contestants)
        {
            await StepAsync(side, "memory, CPU and disk", 1, () => ObserveAsync(side, cancellationToken));
        }

        foreach (var side in plan.Remaining.ToList())
        {
            await StepAsync(side, "what it sees inside", 2, () => LookAsync(side, cancellationToken));
        }

        for (var run = 1; run <= plan.Runs; run++)
        {
            // In turns, and each time another begins: what disturbs the machine for a while disturbs all sides alike.
            foreach (var side in run % 2 == 1 ? plan.Remaining.ToList() : [.. plan.Remaining.Reverse()])
            {
                await StepAsync(side, "start time", otherSteps + run, () => TimeAsync(side, cancellationToken));
            }
        }
    }

    private async Task StepAsync(Contestant side, string step, int number, Func<Task> measure)
    {
        await report(new ComparisonProgress(side.Runtime.Isolation, step, number, otherSteps + plan.Runs));
        try
        {
            await measure();
        }
        catch (WhelkException failure)
        {
            side.Fail(step, failure);
        }
    }

    private async Task ObserveAsync(Contestant side, CancellationToken cancellationToken)
    {
        // The first start of all may be another kind of start than every one after it.
        await engine.PrepareAsync(side.Runtime, cancellationToken);
        side.Observed = await _observer.ObserveAsync(Trial.Options(plan.Name, plan.Command, side.Runtime), cancellationToken);
        side.SharedDiskBytes = await SharedDiskOfAsync(plan.Image, side.Runtime, cancellationToken);
    }

    // A probe that cannot run says nothing against the command.
    private async Task LookAsync(Contestant side, CancellationToken cancellationToken)
    {
        try
        {
            side.Inside = await _probe.LookAsync(plan.Name, side.Runtime, alsoIdle: side.Observed?.IdleCpuPercent is null, cancellationToken);
        }
        catch (WhelkException failure)
        {
            side.Inside = new InsideView { Problem = $"nothing could be looked at from inside: {failure.Message}" };
        }
    }

    private async Task TimeAsync(Contestant side, CancellationToken cancellationToken) => side.Starts.Add(
        await _timer.TimeAsync(Trial.Options(plan.Name, plan.Command, side.Runtime), side.Starts.KnownSilent ? ShortPatience : StartTimer.Patience, cancellationToken));

    private async Task<long> SharedDiskOfAsync(Image image, RuntimeRecord runtime, CancellationToken cancellationToken) => runtime.Root switch
    {
        RootForm.Image => new FileInfo(await engine.Images.ErofsPathAsync(image, cancellationToken)).Length,
        RootForm.Directory => image.LayerDirectories.Sum(AllocatedIn),
        _ => throw new ArgumentOutOfRangeException(nameof(runtime), runtime.Root, null),
    };

    private static long AllocatedIn(string directory)
    {
        using var layer = Linux.Files.DirectoryHandle.Open(directory);
        return layer.AllocatedBytes();
    }
}
