using Whelk.Engine;
using Whelk.Engine.Runtimes;
using Whelk.Errors;

namespace Whelk.Advice.Compare;

/// <summary>
/// Runs an image in every isolation that this host gives, and measures what each costs and gets. All sides are treated alike: what differs
/// is what is measured. One comparison at a time, because two would measure each other. How each figure is made is in docs/compare.md.
/// </summary>
public sealed class Comparison(WhelkEngine engine) : IAsyncDisposable
{
    /// <summary>Enough for a middle, few enough to wait for where VMs are emulated.</summary>
    public const int DefaultRuns = 5;

    private const int MostRuns = 1000;

    // The observation and the look inside, before the timed starts.
    private const int OtherSteps = 2;

    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>Checks what is asked; nothing is run. Waits where runtimes are still being tried.</summary>
    /// <exception cref="WhelkException">NotFound: no such image. InvalidArgument: the number of runs. Unsupported: nothing here runs workloads.</exception>
    public async Task<ComparisonPlan> PlanAsync(ComparisonOptions options, CancellationToken cancellationToken)
    {
        var name = string.IsNullOrEmpty(options.Image) ? WhelkEngine.BuiltInImage : options.Image;
        var runs = options.Runs ?? DefaultRuns;
        if (runs is < 1 or > MostRuns)
        {
            throw new WhelkException(ErrorCode.InvalidArgument, $"the number of runs is {runs}: give one from 1 to {MostRuns}");
        }

        if ((options.StartWays ?? []).Except(engine.Runtimes.All.SelectMany(runtime => runtime.StartWays.Select(way => way.Name))).FirstOrDefault() is { } unknown)
        {
            throw new WhelkException(ErrorCode.InvalidArgument, $"no workload starts {unknown}: give {string.Join(", ", engine.Runtimes.All.SelectMany(runtime => runtime.StartWays.Select(way => way.Name)))}");
        }

        await engine.Runtimes.TriedAsync(cancellationToken);
        var sides = engine.Runtimes.Usable.DistinctBy(runtime => runtime.Isolation).SelectMany(runtime => Contestants(runtime, options.StartWays ?? [])).ToList();
        return sides.Count > 0
            ? new ComparisonPlan(engine.Images.Resolve(name), name, options.Command is { Count: > 0 } command ? command : null, runs, sides)
            : throw new WhelkException(ErrorCode.Unsupported, $"no isolation is available on this host: {string.Join("; ", Missing())}");
    }

    private static IEnumerable<Contestant> Contestants(RuntimeRecord runtime, IReadOnlyList<string> asked) => runtime.StartWays.Count == 0
        ? [new Contestant(runtime, null)]
        : runtime.StartWays.Where(way => asked.Count == 0 || asked.Contains(way.Name)).Select(way => new Contestant(runtime, way));

    /// <summary>Measures, after those who asked before. Everything that is started is removed again, also when it fails or is cancelled.</summary>
    /// <param name="plan">From <see cref="PlanAsync"/>; for one use.</param>
    /// <param name="report">Hears each step before it begins.</param>
    /// <param name="cancellationToken">Ends it after the operation under way.</param>
    /// <exception cref="WhelkException">No side could be measured; the failure of the first.</exception>
    public async Task<ComparisonResult> RunAsync(ComparisonPlan plan, Func<ComparisonProgress, Task> report, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await Trial.RemoveLeftAsync(engine, cancellationToken);
            await new ComparisonRun(engine, plan, report, OtherSteps).MeasureAsync(cancellationToken);
        }
        finally
        {
            _turn.Release();
        }

        return plan.Remaining.Any() ? ResultOf(plan) : throw (plan.Contestants.FirstOrDefault(side => side.Missing is null) ?? plan.Contestants[0]).Failure!;
    }

    /// <summary>Waits until what was started for the one under way is removed; the caller has cancelled it.</summary>
    public async ValueTask DisposeAsync()
    {
        await _turn.WaitAsync();
        _turn.Dispose();
    }

    private ComparisonResult ResultOf(ComparisonPlan plan)
    {
        var accelerated = plan.Contestants.Select(side => side.Runtime).FirstOrDefault(runtime => runtime.Accelerator is not null);
        return new ComparisonResult
        {
            Image = plan.Name,
            Command = plan.Contestants.Select(side => side.Observed?.Command).OfType<IReadOnlyList<string>>().FirstOrDefault() ?? [],
            Runs = plan.Runs,
            Accelerator = accelerated?.Accelerator,
            AcceleratorReason = accelerated?.AcceleratorReason,
            Sides = [.. plan.Contestants.Where(side => side.Missing is null).Select(side => side.Figures())],
            Notes = [.. plan.Contestants.Where(side => side.Missing is not null).Select(side => $"{side.Label} is not measured: {side.Missing}"), .. Missing()],
        };
    }

    /// <summary>The isolations that no runtime here gives, with the reasons.</summary>
    private IEnumerable<string> Missing() => engine.Runtimes.All
        .GroupBy(runtime => runtime.Isolation)
        .Where(group => group.All(runtime => runtime.Refusal is not null))
        .Select(group => $"{group.Key} is not available on this host: {string.Join("; ", group.Select(Reason))}");

    private static string Reason(RuntimeRecord runtime) => $"{runtime.Name}: {runtime.Refusal}";
}
