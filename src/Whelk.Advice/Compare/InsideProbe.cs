using Whelk.Engine;
using Whelk.Engine.Logs;
using Whelk.Engine.Runtimes;
using Whelk.Engine.Workloads;

namespace Whelk.Advice.Compare;

/// <summary>
/// Looks at an instance from inside: runs it once with the static busybox of the built-in image, bound in read-only, in the place of its
/// command and with the image's user. So it works in an image that has no shell, and sees what the image's own first process would.
/// </summary>
internal sealed class InsideProbe(WhelkEngine engine)
{
    private const string Program = "busybox";
    private const string Place = "/.whelk-probe";
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    // What a kernel does in its first second is not yet idling.
    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(1);

    /// <param name="image">The image.</param>
    /// <param name="runtime">Which runs it.</param>
    /// <param name="alsoIdle">Whether to measure the processor time of the sleeping probe, too.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="Errors.WhelkException">It cannot be started.</exception>
    internal async Task<InsideView> LookAsync(string image, RuntimeRecord runtime, bool alsoIdle, CancellationToken cancellationToken)
    {
        if (FindProgram() is not { } folder)
        {
            return new InsideView { Problem = $"nothing could be looked at from inside: the probe needs {WhelkEngine.BuiltInImage}, which is not in the store" };
        }

        var options = Trial.Options(image, ["sh", "-c", InsideScript.Of($"{Place}/{Program}")], runtime, way: null);
        options = options with { Entrypoint = [$"{Place}/{Program}"], Host = options.Host with { Binds = [$"{folder}:{Place}:ro"] } };
        await using var trial = await Trial.CreateAsync(engine, options, cancellationToken);
        await engine.StartAsync(trial.Workload, cancellationToken);
        var lines = await ReadLinesAsync(trial.Workload, cancellationToken);
        if (lines.LastOrDefault() != InsideScript.End)
        {
            return new InsideView { Problem = $"the probe said no more than: {string.Join("; ", lines)}" };
        }

        return new InsideView { Facts = InsideFacts.Parse(lines), IdleCpuPercent = alsoIdle ? await IdleAsync(trial, cancellationToken) : null };
    }

    private async Task<double?> IdleAsync(Trial trial, CancellationToken cancellationToken)
    {
        var ended = trial.Workload.WaitAsync(WaitCondition.NotRunning, CancellationToken.None);
        await Task.Delay(Calm, engine.Clock, cancellationToken);
        return await IdleProcessor.MeasureAsync(trial.Gauge, ended, engine.Clock, cancellationToken);
    }

    private string? FindProgram() => engine.Images.TryResolve(WhelkEngine.BuiltInImage)?.LayerDirectories
        .Select(layer => Path.Combine(layer, "bin"))
        .FirstOrDefault(folder => File.Exists(Path.Combine(folder, Program)));

    private static async Task<List<string>> ReadLinesAsync(Workload workload, CancellationToken cancellationToken)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bound.CancelAfter(Bound);
        var lines = new List<string>();
        try
        {
            await foreach (var line in WhelkEngine.ReadLogAsync(workload, new LogOptions { Stdout = true, Stderr = true, Follow = true }, bound.Token))
            {
                lines.Add(line.Text.TrimEnd());
                if (lines[^1] == InsideScript.End)
                {
                    break;
                }
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // What it has said is all that there is.
        }

        return lines;
    }
}
