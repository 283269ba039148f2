using Whelk.Engine;
using Whelk.Engine.Runtimes;
using Whelk.Engine.Workloads;
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

        // However it started, it sees the same.
        foreach (var sides in plan.Remaining.GroupBy(side => side.Runtime.Name).ToList())
        {
            await StepAsync(sides.First(), "what it sees inside", 2, () => LookAsync([.. sides], cancellationToken));
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
        await report(new ComparisonProgress(side.Label, step, number, otherSteps + plan.Runs));
        try
        {
            await MeasureAsync(side, measure);
        }
        catch (WhelkException failure)
        {
            side.Fail(step, failure);
        }
    }

    // Where another way would have been as good, one that came to nothing is no failure; here it is begun once more.
    private static async Task MeasureAsync(Contestant side, Func<Task> measure)
    {
        try
        {
            await measure();
        }
        catch (WhelkException) when (side.Way?.ReadyCommand is not null)
        {
            await measure();
        }
    }

    private async Task ObserveAsync(Contestant side, CancellationToken cancellationToken)
    {
        if (!await IsThereAsync(side, cancellationToken))
        {
            return;
        }

        side.Observed = await _observer.ObserveAsync(Options(side), cancellationToken);
        side.SharedDiskBytes = await SharedDiskOfAsync(plan.Image, side.Runtime, cancellationToken);
    }

    // The first start of all may be another kind of start than every one after it.
    private async Task<bool> IsThereAsync(Contestant side, CancellationToken cancellationToken)
    {
        try
        {
            await engine.PrepareAsync(side.Runtime, side.Way, cancellationToken);
            return true;
        }
        catch (WhelkException missing)
        {
            side.Miss(missing);
            return false;
        }
    }

    // A probe that cannot run says nothing against the command.
    private async Task LookAsync(IReadOnlyList<Contestant> sides, CancellationToken cancellationToken)
    {
        InsideView inside;
        try
        {
            inside = await _probe.LookAsync(plan.Name, sides[0].Runtime, alsoIdle: sides.Any(side => side.Observed?.IdleCpuPercent is null), cancellationToken);
        }
        catch (WhelkException failure)
        {
            inside = new InsideView { Problem = $"nothing could be looked at from inside: {failure.Message}" };
        }

        foreach (var side in sides)
        {
            side.Inside = inside;
        }
    }

    private async Task TimeAsync(Contestant side, CancellationToken cancellationToken)
    {
        // What one side uses up is made again before another one's time is taken.
        foreach (var other in plan.Remaining.Where(other => other != side).ToList())
        {
            await PrepareAsync(other, cancellationToken);
        }

        await engine.PrepareAsync(side.Runtime, side.Way, cancellationToken);
        side.Starts.Add(await _timer.TimeAsync(Options(side), side.Starts.KnownSilent ? ShortPatience : StartTimer.Patience, cancellationToken));
    }

    private async Task PrepareAsync(Contestant side, CancellationToken cancellationToken)
    {
        try
        {
            await engine.PrepareAsync(side.Runtime, side.Way, cancellationToken);
        }
        catch (WhelkException)
        {
            // In its own turn it is asked again, and fails then if it must.
        }
    }

    private WorkloadOptions Options(Contestant side) => Trial.Options(plan.Name, plan.Command, side.Runtime, side.Way);

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
