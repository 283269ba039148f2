using System.Net.Sockets;
using Whelk.Errors;
using Whelk.Guest.Protocol;
using Whelk.Oci.Runtime;
using Whelk.Vm.Relay;
using Whelk.Vm.Translation;

namespace Whelk.Vm.Monitor;

/// <summary>What other commands ask over the socket.</summary>
internal sealed partial class MonitorProcess
{
    private static readonly TimeSpan QemuBound = TimeSpan.FromSeconds(10);

    private readonly List<Task> _serving = [];
    private readonly List<SetupOperation> _limits = [];

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
                Reply(connection, await AnswerAsync(frame.Payload.ToArray()));
                break;
            case { Type: ControlFrame.Limits } frame:
                var limits = SetupOperation.Decode(frame.Payload.Span);
                Reply(connection, await InTurnAsync(() => SetLimitsAsync(limits)));
                break;
            case { Type: ControlFrame.Use }:
                await TellUseAsync(connection);
                break;
            case { Type: FrameType.Exec } frame when _status == RuntimeStatus.Running && !_exit.Task.IsCompleted:
                await ServeProcessAsync(connection, frame.Payload.ToArray());
                break;
            case { Type: ControlFrame.Inside } frame when _status == RuntimeStatus.Running && !_exit.Task.IsCompleted:
                await LookInsideAsync(connection, new PayloadReader(frame.Payload.Span).Strings());
                break;
            case { Type: FrameType.Exec or ControlFrame.Inside }:
                Refuse(connection, $"cannot exec in a {(_exit.Task.IsCompleted ? RuntimeStatus.Stopped : _status)} container: container not running");
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
                ? (await Session.UseAsync().WaitAsync(AnswerBound)).Encode()
                : throw new WhelkException(ErrorCode.InvalidState, $"the container is {_status}: container not running"));
        }
        catch (Exception exception) when (exception is WhelkException or TimeoutException)
        {
            Reply(connection, (1, Reason(exception)));
        }
    }

    private static string Reason(Exception exception) => exception is TimeoutException ? "the virtual machine's agent does not answer" : exception.Message;

    private static void Reply(FrameConnection connection, (int Code, string Message) answer) =>
        connection.Post(ControlFrame.Reply, 0, new PayloadWriter().Int32(answer.Code).String(answer.Message).Written);

    // The exit status is the last frame, behind output that somebody may read slowly.
    private async Task ServeProcessAsync(FrameConnection connection, byte[] process)
    {
        try
        {
            await new ProxyStream(connection, Session).RunAsync(process);
        }
        catch (WhelkException exception)
        {
            Refuse(connection, exception.Message);
        }

        await connection.FinishAsync();
    }

    private static void Refuse(FrameConnection connection, string reason) =>
        connection.Post(FrameType.Failed, 0, new PayloadWriter().Int32(0).String(reason).String(string.Empty).Written);

    private async Task LookInsideAsync(FrameConnection connection, IReadOnlyList<string> words)
    {
        try
        {
            await ServeProcessAsync(connection, InsidePlan.Of(words, _root, (await _relay.Launched).Pid).Encode());
        }
        catch (WhelkException exception) when (exception.Code == ErrorCode.Unsupported)
        {
            Refuse(connection, exception.Message);
        }
    }

    // A signal does not wait for its turn: what it is to end may be what takes long.
    private Task<(int Code, string Message)> AnswerAsync(byte[] request)
    {
        var (operation, argument) = Read(request);
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

    private static (string Operation, int Argument) Read(byte[] request)
    {
        var reader = new PayloadReader(request);
        return (reader.String(), reader.Int32());
    }

    private async Task<(int Code, string Message)> StartAsync()
    {
        if (_status != RuntimeStatus.Created)
        {
            return (1, $"cannot start a container that is {_status}");
        }

        try
        {
            await StartWorkloadAsync();
        }
        catch (Exception)
        {
            _exit.TrySetResult(1);
            throw;
        }

        var outcome = await _relay.Launched;
        if (outcome.Error is { } error)
        {
            _exit.TrySetResult(outcome.ExitCode);
            return (outcome.ExitCode, error);
        }

        // A workload that has ended by now has set a later status.
        if (!_exit.Task.IsCompleted)
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

        await BoundedAsync(_boot!.Machine.Qemu.PauseAsync);
        SetStatus(RuntimeStatus.Paused);
        return (0, string.Empty);
    }

    private async Task<(int Code, string Message)> ResumeAsync()
    {
        if (_status != RuntimeStatus.Paused)
        {
            return (1, $"cannot resume a container that is {_status}: container not paused");
        }

        await BoundedAsync(_boot!.Machine.Qemu.ResumeAsync);
        _ = Session.SetupAsync([SetupPlan.Clock(TimeProvider.System)]);
        SetStatus(RuntimeStatus.Running);
        return (0, string.Empty);
    }

    private async Task<(int Code, string Message)> FollowNetworkAsync()
    {
        if (_status != RuntimeStatus.Running)
        {
            return (1, $"cannot change the network of a container that is {_status}");
        }

        // With the files that an engine writes for it, which name addresses.
        List<SetupOperation> operations = [.. _network!.Follow(), .. _mounts.Refresh()];
        if (operations.Count > 0 && await Session.SetupAsync(operations).WaitAsync(SetupBound) is { Length: > 0 } error)
        {
            return (1, $"changing the network of the virtual machine: {error}");
        }

        _network!.Confirm();
        _mounts.Confirm(operations);

        return (0, string.Empty);
    }

    // A guest that has not started is told when it starts; one that is paused, when it goes on: nobody waits for that.
    private async Task<(int Code, string Message)> SetLimitsAsync(IReadOnlyList<SetupOperation> limits)
    {
        switch (_status)
        {
            case RuntimeStatus.Created:
                _limits.AddRange(limits);
                return (0, string.Empty);
            case RuntimeStatus.Paused:
                _ = Session.SetupAsync(limits);
                return (0, string.Empty);
            default:
                return await Session.SetupAsync(limits).WaitAsync(SetupBound) is { Length: > 0 } error ? (1, error) : (0, string.Empty);
        }
    }

    private static async Task BoundedAsync(Func<CancellationToken, Task> command)
    {
        using var bound = new CancellationTokenSource(QemuBound);
        try
        {
            await command(bound.Token);
        }
        catch (OperationCanceledException exception)
        {
            throw new WhelkException(ErrorCode.Timeout, $"QEMU did not answer within {QemuBound.TotalSeconds} s", exception);
        }
    }
}
