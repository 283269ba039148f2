using System.Net.Sockets;
using Whelk.Engine.Monitors.Protocol;
using Whelk.Engine.Runtimes;
using Whelk.Errors;
using Whelk.Linux.Processes;
using Whelk.Linux.Sockets;

namespace Whelk.Engine.Monitors;

/// <summary>
/// Starts monitors, and keeps one started ahead, so that a run does not wait for a process to start. A spare one that never got an
/// order ends when the daemon does, by the end of its control connection.
/// </summary>
/// <param name="executable">A monitor when called with `monitor`.</param>
/// <param name="started">Told of each, which may outlive the daemon.</param>
internal sealed class MonitorLauncher(string executable, Action<int> started) : IDisposable
{
    private readonly Lock _gate = new();
    private Launched? _spare;

    /// <summary>Gives a monitor its order and waits until the workload is created.</summary>
    /// <returns>The monitor's reply, its process, and the connection on which its events come.</returns>
    /// <exception cref="WhelkException">What the monitor or the runtime said; the monitor has ended.</exception>
    internal async Task<(MonitorReply Reply, ChildProcess Process, MessageChannel Events)> CreateAsync(MonitorOrder order, CancellationToken cancellationToken)
    {
        var launched = await SendAsync(order, cancellationToken);
        MonitorReply? reply = null;
        try
        {
            reply = await launched.Control.ReceiveAsync(MonitorJson.Default.MonitorReply, cancellationToken)
                ?? throw new WhelkException(ErrorCode.Internal, "the workload's monitor ended before it answered");
            return (reply.OrThrow(), launched.Process, launched.Control);
        }
        catch (Exception exception) when (exception is WhelkException or OperationCanceledException or SocketException)
        {
            launched.Control.Dispose();
            _ = ReapAsync(launched.Process);
            if (reply is null)
            {
                // It was killed, and what it had called goes on.
                await RuntimeRemains.RemoveAsync(order.Runtime, order.Id, order.Cgroup);
            }

            throw;
        }
    }

    // A spare one may have been killed while it waited: then a fresh one takes the order.
    private async Task<Launched> SendAsync(MonitorOrder order, CancellationToken cancellationToken)
    {
        while (true)
        {
            var (launched, spare) = Take();
            try
            {
                await launched.Control.SendAsync(order, MonitorJson.Default.MonitorOrder, cancellationToken);
                return launched;
            }
            catch (Exception exception) when (exception is OperationCanceledException or SocketException)
            {
                launched.Control.Dispose();
                _ = ReapAsync(launched.Process);
                if (exception is OperationCanceledException || !spare)
                {
                    throw new WhelkException(ErrorCode.Unavailable, $"cannot give a monitor its order: {exception.Message}", exception);
                }
            }
        }
    }

    /// <summary>Starts the spare monitor if there is none; called off the path of a run.</summary>
    internal void Replenish()
    {
        lock (_gate)
        {
            _spare ??= Launch();
        }
    }

    /// <summary>Reaps a monitor when it ends.</summary>
    internal static async Task ReapAsync(ChildProcess process)
    {
        using (process)
        {
            await process.WaitAsync();
        }
    }

    /// <summary>Lets the spare monitor end.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _spare?.Control.Dispose();
            _spare?.Process.Dispose();
            _spare = null;
        }
    }

    private (Launched Monitor, bool WasSpare) Take()
    {
        lock (_gate)
        {
            var spare = _spare;
            _spare = null;
            return (spare ?? Launch(), spare is not null);
        }
    }

    private Launched Launch()
    {
        var (mine, theirs) = SocketPair.Create();
        using (theirs)
        {
            var process = ChildProcess.Start(new SpawnOptions
            {
                Path = executable,
                Arguments = ["monitor"],
                NewSession = true,
                WorkingDirectory = "/",
                Descriptors = new Dictionary<int, System.Runtime.InteropServices.SafeHandle> { [MonitorProtocol.ControlDescriptor] = theirs },
            });
            started(process.Pid);
            var socket = new Socket(new SafeSocketHandle(mine.DangerousGetHandle(), ownsHandle: true));
            mine.SetHandleAsInvalid();
            return new Launched(process, new MessageChannel(socket));
        }
    }

    private sealed record Launched(ChildProcess Process, MessageChannel Control);
}
