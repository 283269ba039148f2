using Whelk.Errors;
using Whelk.Guest.Protocol;
using Whelk.Oci.Runtime;
using Whelk.Vm.Monitor;
using Whelk.Vm.Relay;
using Whelk.Vm.Store;
using Whelk.Vm.Translation;

namespace Whelk.Vm.Commands;

/// <summary>One exec, from this process's descriptors through the monitor to the guest.</summary>
internal static class ExecProxy
{
    // Of a guest that is up, under emulation on a busy machine.
    private static readonly TimeSpan LaunchBound = TimeSpan.FromSeconds(60);

    /// <summary>Starts the process, tells <paramref name="started"/>, and returns its exit status.</summary>
    /// <exception cref="CommandFailedException">It did not start.</exception>
    internal static async Task<int> RunAsync(VmFolder folder, ProcessSpec process, string? consoleSocket, Action started)
    {
        using var console = WorkloadConsole.Open(process.Terminal == true, consoleSocket);
        var size = console.Size is { Rows: > 0 } s ? new WindowSize(s.Rows, s.Columns) : null;
        await using var connection = MonitorSocket.Connect(folder);
        var relay = new ProcessRelay(console.Stdio, (type, payload) => connection.Post(type, 0, payload));
        using var signals = new SignalForwarding(relay.Signal, () =>
        {
            if (console.Size is { } now)
            {
                relay.Resize(now.Rows, now.Columns);
            }
        });
        connection.Post(FrameType.Exec, 0, ProcessTranslation.Translate(process, null, null, size).Encode());
        return await FollowAsync(connection, relay, started);
    }

    /// <summary>Follows a process whose start was just asked for to its end.</summary>
    /// <inheritdoc cref="RunAsync"/>
    internal static async Task<int> FollowAsync(FrameConnection connection, ProcessRelay relay, Action started)
    {
        _ = ReceiveAsync(connection, relay);
        var outcome = await LaunchedAsync(relay);
        if (outcome.Error is { } error)
        {
            throw new CommandFailedException(outcome.ExitCode, $"exec failed: unable to start container process: {error}");
        }

        started();
        return await relay.Exited;
    }

    private static async Task<LaunchOutcome> LaunchedAsync(ProcessRelay relay)
    {
        try
        {
            return await relay.Launched.WaitAsync(LaunchBound);
        }
        catch (TimeoutException exception)
        {
            throw new WhelkException(ErrorCode.Timeout, $"exec failed: the guest did not start the process within {LaunchBound.TotalSeconds} s", exception);
        }
    }

    private static async Task ReceiveAsync(FrameConnection connection, ProcessRelay relay)
    {
        try
        {
            while (await connection.ReceiveAsync() is { } frame)
            {
                relay.OnFrame(frame);
            }
        }
        catch (ProtocolException)
        {
            // Whoever breaks the rules is as good as gone.
        }

        relay.OnLost();
    }
}
