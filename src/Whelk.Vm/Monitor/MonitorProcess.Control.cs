using Whelk.Errors;
using Whelk.Guest.Protocol;
using Whelk.Oci.Runtime;
using Whelk.Vm.Pods;
using Whelk.Vm.Relay;
using Whelk.Vm.Translation;

namespace Whelk.Vm.Monitor;

/// <summary>What is asked of the machine, and of its pod.</summary>
internal sealed partial class MonitorProcess
{
    private static readonly TimeSpan QemuBound = TimeSpan.FromSeconds(10);

    private readonly Lock _podGate = new();
    private volatile Pod? _pod;

    private protected override Task RunProcessAsync(FrameConnection proxy, byte[] exec) => new ProxyStream(proxy, Session).RunAsync(exec);

    private protected override Task<GuestUse> UseAsync() => Session.UseAsync();

    private protected override Task HoldAsync() => BoundedAsync(_boot!.Machine.Qemu.PauseAsync);

    private protected override async Task ReleaseHoldAsync()
    {
        await BoundedAsync(_boot!.Machine.Qemu.ResumeAsync);
        _ = Session.SetupAsync([SetupPlan.Clock(TimeProvider.System)]);
    }

    private protected override async Task<(int Code, string Message)> FollowNetworkAsync()
    {
        if (Status != RuntimeStatus.Running)
        {
            return (1, $"cannot change the network of a container that is {Status}");
        }

        // With the files that an engine writes for it, which name addresses.
        List<SetupOperation> operations = [.. _network!.Follow(), .. Mounts.Refresh()];
        if (operations.Count > 0 && await Session.SetupAsync(operations).WaitAsync(SetupBound) is { Length: > 0 } error)
        {
            return (1, $"changing the network of the virtual machine: {error}");
        }

        _network!.Confirm();
        Mounts.Confirm(operations);

        return (0, string.Empty);
    }

    // A guest that is paused is told when it goes on: nobody waits for that.
    private protected override async Task<string> LimitAsync(IReadOnlyList<SetupOperation> limits)
    {
        var setting = Session.SetupAsync(limits);
        return Status == RuntimeStatus.Paused ? string.Empty : await setting.WaitAsync(SetupBound);
    }

    private protected override Task ServeOtherAsync(FrameConnection connection, Frame first) => first switch
    {
        { Type: ControlFrame.Join } when Status == RuntimeStatus.Running && OpenPod() is { } pod => pod.ServeJoinAsync(connection, JoinRequest.Decode(first.Payload.Span)),
        { Type: ControlFrame.Member } when _pod is { } pod => AnswerForAsync(pod, connection, new PayloadReader(first.Payload.Span).String()),
        _ => Task.CompletedTask,
    };

    private static async Task AnswerForAsync(Pod pod, FrameConnection connection, string member)
    {
        try
        {
            await pod.AnswerAsync(connection, member);
        }
        catch (Exception exception) when (exception is WhelkException or TimeoutException)
        {
            ControlFrame.Answer(connection, (1, exception.Message));
        }

        await connection.FinishAsync();
    }

    // A machine that runs is not booted again: the session stays.
    private Pod? OpenPod()
    {
        lock (_podGate)
        {
            return Plan.Role.IsSandbox && _staging is not null ? _pod ??= new Pod(Session, _staging) : null;
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
