using System.Net.Sockets;
using Whelk.Errors;
using Whelk.Guest.Protocol;
using Whelk.Oci.Runtime;
using Whelk.Vm.Relay;
using Whelk.Vm.Translation;

namespace Whelk.Vm.Monitor;

/// <summary>What other commands ask over the socket.</summary>
internal abstract partial class WorkloadMonitor
{
    private readonly List<Task> _serving = [];
    private readonly List<SetupOperation> _limits = [];

    /// <summary>Limits that came before the start.</summary>
    private protected IReadOnlyList<SetupOperation> EarlyLimits => _limits;

    private bool IsRunning => _status == RuntimeStatus.Running && !Exit.Task.IsCompleted;

    /// <summary>Starts another process and serves its proxy to the end.</summary>
    /// <exception cref="WhelkException">It cannot be started.</exception>
    private protected abstract Task RunProcessAsync(FrameConnection proxy, byte[] exec);

    /// <summary>What the workload uses.</summary>
    private protected abstract Task<GuestUse> UseAsync();

    /// <summary>Has the guest set limits.</summary>
    /// <returns>The error; empty where all went well.</returns>
    private protected abstract Task<string> LimitAsync(IReadOnlyList<SetupOperation> limits);

    /// <summary>Holds the workload, which runs.</summary>
    private protected abstract Task HoldAsync();

    /// <summary>Lets the workload go on.</summary>
    private protected abstract Task ReleaseHoldAsync();

    /// <summary>Has the guest follow the network namespace.</summary>
    private protected abstract Task<(int Code, string Message)> FollowNetworkAsync();

    /// <summary>A first frame that is not one for every monitor. Whoever sent it is gone, or is told nothing.</summary>
    private protected virtual Task ServeOtherAsync(FrameConnection connection, Frame first) => Task.CompletedTask;

    private static string Reason(Exception exception) => exception is TimeoutException ? "the virtual machine's agent does not answer" : exception.Message;

    private async Task AcceptAsync()
    {
        while (true)
        {
            try
            {
                Track(ServeAsync(await _listener.AcceptAsync()));
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private void Track(Task serving)
    {
        lock (_serving)
        {
            _serving.RemoveAll(task => task.IsCompleted);
            _serving.Add(serving);
        }
    }

    private Task[] Serving()
    {
        lock (_serving)
        {
            return [.. _serving];
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        await using var connection = new FrameConnection(socket);
        _rest.Served();
        var first = await connection.ReceiveAsync();
        switch (first)
        {
            case { Type: ControlFrame.Request } frame:
                ControlFrame.Answer(connection, await AnswerAsync(frame.Payload.ToArray()));
                break;
            case { Type: ControlFrame.Limits } frame:
                var limits = SetupOperation.Decode(frame.Payload.Span);
                ControlFrame.Answer(connection, await InTurnAsync(() => SetLimitsAsync(limits)));
                break;
            case { Type: ControlFrame.Use }:
                await TellUseAsync(connection);
                break;
            case { Type: FrameType.Exec } frame when IsRunning:
                await ServeProcessAsync(connection, frame.Payload.ToArray());
                break;
            case { Type: ControlFrame.Inside } frame when IsRunning:
                await LookInsideAsync(connection, new PayloadReader(frame.Payload.Span).Strings());
                break;
            case { Type: FrameType.Exec or ControlFrame.Inside }:
                ControlFrame.Refuse(connection, $"cannot exec in a {(Exit.Task.IsCompleted ? RuntimeStatus.Stopped : _status)} container: container not running");
                break;
            case { } frame:
                await ServeOtherAsync(connection, frame);
                break;
            default:
                break;
        }
    }

    // Not in its turn: it is asked each second, and nothing is changed.
    private async Task TellUseAsync(FrameConnection connection)
    {
        try
        {
            connection.Post(ControlFrame.Use, 0, _status == RuntimeStatus.Running
                ? (await UseAsync().WaitAsync(AnswerBound)).Encode()
                : throw new WhelkException(ErrorCode.InvalidState, $"the container is {_status}: container not running"));
        }
        catch (Exception exception) when (exception is WhelkException or TimeoutException)
        {
            ControlFrame.Answer(connection, (1, Reason(exception)));
        }
    }

    // The exit status is the last frame, behind output that somebody may read slowly.
    private async Task ServeProcessAsync(FrameConnection connection, byte[] process)
    {
        try
        {
            await RunProcessAsync(connection, process);
        }
        catch (WhelkException exception)
        {
            ControlFrame.Refuse(connection, exception.Message);
        }

        await connection.FinishAsync();
    }

    private async Task LookInsideAsync(FrameConnection connection, IReadOnlyList<string> words)
    {
        try
        {
            await ServeProcessAsync(connection, InsidePlan.Of(words, Plan.Root, (await Relay.Launched).Pid).Encode());
        }
        catch (WhelkException exception) when (exception.Code == ErrorCode.Unsupported)
        {
            ControlFrame.Refuse(connection, exception.Message);
        }
    }

    // A signal does not wait for its turn: what it is to end may be what takes long.
    private Task<(int Code, string Message)> AnswerAsync(byte[] request)
    {
        var (operation, argument) = ControlFrame.ReadRequest(request);
        return operation is ControlFrame.Kill or ControlFrame.KillAll
            ? Task.FromResult(KillOnRequest(argument, all: operation == ControlFrame.KillAll))
            : InTurnAsync(() => operation switch
            {
                ControlFrame.Start => StartAsync(),
                ControlFrame.Pause => PauseAsync(),
                ControlFrame.Resume => ResumeAsync(),
                ControlFrame.Network => FollowNetworkAsync(),
                _ => Task.FromResult((1, $"unknown request {operation}")),
            });
    }

    private async Task<(int Code, string Message)> InTurnAsync(Func<Task<(int Code, string Message)>> answer)
    {
        await _turn.WaitAsync();
        try
        {
            return await answer();
        }
#pragma warning disable CA1031 // Whoever asked waits for an answer, and the VM must not be stuck for the lack of one.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return (1, Reason(exception));
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<(int Code, string Message)> StartAsync()
    {
        if (_status != RuntimeStatus.Created)
        {
            return (1, $"cannot start a container that is {_status}");
        }

        try
        {
            await LaunchAsync();
        }
        catch (Exception)
        {
            Exit.TrySetResult(1);
            throw;
        }

        var outcome = await Relay.Launched;
        if (outcome.Error is { } error)
        {
            Exit.TrySetResult(outcome.ExitCode);
            return (outcome.ExitCode, error);
        }

        // A workload that has ended by now has set a later status.
        if (!Exit.Task.IsCompleted)
        {
            SetStatus(RuntimeStatus.Running);
        }

        return (0, string.Empty);
    }

    private async Task<(int Code, string Message)> PauseAsync()
    {
        if (_status != RuntimeStatus.Running)
        {
            return (1, $"cannot pause a container that is {_status}: container not running");
        }

        await HoldAsync();
        SetStatus(RuntimeStatus.Paused);
        return (0, string.Empty);
    }

    private async Task<(int Code, string Message)> ResumeAsync()
    {
        if (_status != RuntimeStatus.Paused)
        {
            return (1, $"cannot resume a container that is {_status}: container not paused");
        }

        await ReleaseHoldAsync();
        SetStatus(RuntimeStatus.Running);
        return (0, string.Empty);
    }

    // A guest that has not started is told when it starts.
    private async Task<(int Code, string Message)> SetLimitsAsync(IReadOnlyList<SetupOperation> limits)
    {
        if (_status == RuntimeStatus.Created)
        {
            _limits.AddRange(limits);
            return (0, string.Empty);
        }

        return await LimitAsync(limits) is { Length: > 0 } error ? (1, error) : (0, string.Empty);
    }
}
