using Whelk.Linux.Cgroups;

namespace Whelk.Advice.Compare;

/// <summary>Watches an instance's memory from before its creation to its end, or until the command holds all that it seems to want.</summary>
internal sealed class MemorySampler(CgroupGauge gauge, TimeProvider time) : IAsyncDisposable
{
    /// <summary>How long a command that runs is watched at least.</summary>
    internal static readonly TimeSpan Least = TimeSpan.FromSeconds(4);

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(30);

    private readonly PeriodicTimer _timer = new(Interval, time);
    private readonly TaskCompletionSource _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly long _begun = time.GetTimestamp();
    private readonly MemoryRecord _record = new();
    private Task _sampling = Task.CompletedTask;
    private long _running;

    /// <summary>Completes when the running command has been watched for 4 s at least and its peak has not grown for 2 s; after 30 s in any case.</summary>
    internal Task Settled => _settled.Task;

    internal static MemorySampler Start(CgroupGauge gauge, TimeProvider time)
    {
        var sampler = new MemorySampler(gauge, time);
        sampler._sampling = Task.Run(sampler.SampleAsync);
        return sampler;
    }

    /// <summary>Says that the command runs from now on.</summary>
    internal void MarkRunning() => Volatile.Write(ref _running, time.GetTimestamp());

    /// <summary>Ends the watch; the figure and what it counts, or null where nothing was seen.</summary>
    internal async Task<(long Bytes, string Measured)?> FinishAsync()
    {
        _timer.Dispose();
        await _sampling;
        return _record.Figure();
    }

    public async ValueTask DisposeAsync() => await FinishAsync();

    private async Task SampleAsync()
    {
        do
        {
            Take();
        }
        while (await _timer.WaitForNextTickAsync());
    }

    private void Take()
    {
        var running = Volatile.Read(ref _running);
        var now = time.GetElapsedTime(_begun);
        var charged = gauge.Memory();
        if (InstanceMemory.TryMeasure(gauge, charged) is { } bytes)
        {
            _record.Add(bytes, charged, running != 0, now);
        }

        if (running != 0 && time.GetElapsedTime(running) is var watched && (watched > Most || (watched > Least && now - _record.GrownAt > Quiet)))
        {
            _settled.TrySetResult();
        }
    }
}
