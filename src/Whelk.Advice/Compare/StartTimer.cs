using System.Net.Sockets;
using Whelk.Engine;
using Whelk.Engine.Workloads;

namespace Whelk.Advice.Compare;

/// <summary>Times a start as a client of the daemon sees it: from the request to create, to the first sign of the command.</summary>
internal sealed class StartTimer(WhelkEngine engine)
{
    /// <summary>How long a command may run without a sign before its start is timed to the runtime's answer.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Creates, starts, waits for the sign, and removes.</summary>
    /// <exception cref="Errors.WhelkException">It cannot be started.</exception>
    internal async Task<StartTiming> TimeAsync(WorkloadOptions options, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var begun = engine.Clock.GetTimestamp();
        await using var trial = await Trial.CreateAsync(engine, options, cancellationToken);
        try
        {
            var exit = TimeExitAsync(trial.Workload, begun, over.Token);
            var output = TimeOutputAsync(trial.Workload, begun, over.Token);
            await engine.StartAsync(trial.Workload, cancellationToken);
            var running = engine.Clock.GetElapsedTime(begun);
            var (seen, at) = await FirstSignAsync(output, exit, Task.Delay(patience, engine.Clock, over.Token));
            cancellationToken.ThrowIfCancellationRequested();
            return new StartTiming(at ?? running, seen);
        }
        finally
        {
            await over.CancelAsync();
        }
    }

    private async Task<TimeSpan> TimeExitAsync(Workload workload, long begun, CancellationToken cancellationToken)
    {
        await workload.WaitAsync(WaitCondition.NextExit, cancellationToken);
        return engine.Clock.GetElapsedTime(begun);
    }

    /// <returns>Null where the command ended without having written.</returns>
    private async Task<TimeSpan?> TimeOutputAsync(Workload workload, long begun, CancellationToken cancellationToken)
    {
        using var streams = await WhelkEngine.AttachAsync(workload, new StreamSelection(Stdin: false, Stdout: true, Stderr: true), cancellationToken);
        return streams is not null && await ReceiveAnyAsync(streams, cancellationToken) ? engine.Clock.GetElapsedTime(begun) : null;
    }

    private static async Task<bool> ReceiveAnyAsync(Socket streams, CancellationToken cancellationToken)
    {
        try
        {
            return await streams.ReceiveAsync(new byte[1], cancellationToken) > 0;
        }
        catch (SocketException)
        {
            // The monitor went away: as good as the end.
            return false;
        }
    }

    // The end of a command that has written may be known before what it wrote: the output is asked first, and ends with the command.
    private static async Task<(StartEvent Event, TimeSpan? At)> FirstSignAsync(Task<TimeSpan?> output, Task<TimeSpan> exit, Task patience)
    {
        if (await Task.WhenAny(output, patience) == output && await output is { } first)
        {
            return (StartEvent.Output, first);
        }

        return await Task.WhenAny(exit, patience) == exit ? (StartEvent.End, await exit) : (StartEvent.Running, null);
    }
}
