using System.Security.Cryptography;
using Whelk.Engine;
using Whelk.Engine.Runtimes;
using Whelk.Engine.Workloads;
using Whelk.Linux.Cgroups;

namespace Whelk.Advice.Compare;

/// <summary>A workload that exists to be measured, made and run by the engine like any other; gone, with all it used, when disposed.</summary>
internal sealed class Trial : IAsyncDisposable
{
    /// <summary>Tells such workloads from the user's own.</summary>
    private const string Label = "io.whelk.compare";

    private readonly WhelkEngine _engine;

    private Trial(WhelkEngine engine, Workload workload)
    {
        _engine = engine;
        Workload = workload;
        Gauge = new CgroupGauge(CgroupHierarchy.Mounted(), $"{engine.Groups.Parent}/{workload.Spec.Id}");
    }

    internal Workload Workload { get; }

    /// <summary>What the instance uses on the host, whatever runs in it.</summary>
    internal CgroupGauge Gauge { get; }

    /// <summary>What is asked of the engine for a run of the image by a runtime.</summary>
    internal static WorkloadOptions Options(string image, IReadOnlyList<string>? command, RuntimeRecord runtime, StartWay? way) => new()
    {
        Name = $"compare-{RandomNumberGenerator.GetHexString(12, lowercase: true)}",
        Image = image,
        Cmd = command,
        Labels = new Dictionary<string, string> { [Label] = runtime.Isolation },
        Host = new HostOptions { Runtime = runtime.Name },
        StartWay = way?.Name,
    };

    internal static async Task<Trial> CreateAsync(WhelkEngine engine, WorkloadOptions options, CancellationToken cancellationToken) =>
        new(engine, await engine.CreateAsync(options, [], cancellationToken));

    /// <summary>Removes those that a daemon left which was killed while it compared.</summary>
    internal static async Task RemoveLeftAsync(WhelkEngine engine, CancellationToken cancellationToken)
    {
        foreach (var left in engine.Workloads.All.Where(workload => workload.Spec.Labels.ContainsKey(Label)))
        {
            await engine.RemoveAsync(left, force: true, volumes: true, cancellationToken);
        }
    }

    /// <summary>Ends it without asking; returns when it has ended. One that does not run is left as it is.</summary>
    internal Task EndAsync() => _engine.StopAsync(Workload, Linux.Signals.SignalNumber.SIGKILL, Timeout.InfiniteTimeSpan, CancellationToken.None);

    /// <summary>Also after a cancellation: whoever asked may be gone, what was started must go too. Waits, so that the next one has the host to itself.</summary>
    public async ValueTask DisposeAsync()
    {
        await _engine.RemoveAsync(Workload, force: true, volumes: true, CancellationToken.None);
        await Workload.CleanedUp;
    }
}
