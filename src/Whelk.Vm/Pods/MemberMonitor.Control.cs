using Whelk.Errors;
using Whelk.Guest.Protocol;
using Whelk.Vm.Monitor;
using Whelk.Vm.Relay;

namespace Whelk.Vm.Pods;

/// <summary>What is asked of a container in a pod: its sandbox's monitor does it.</summary>
internal sealed partial class MemberMonitor
{
    private readonly List<FrameConnection> _processes = [];

    private protected override async Task RunProcessAsync(FrameConnection proxy, byte[] exec)
    {
        await using var pod = Sandbox.Connect(_sandbox.Folder, Options.Folder.Id);
        pod.Post(FrameType.Exec, 0, exec);
        Keep(pod, true);
        try
        {
            // Whichever side ends ends the other: a proxy that is gone takes its process along.
            await Task.WhenAny(PumpAsync(proxy, pod), PumpAsync(pod, proxy));
        }
        finally
        {
            Keep(pod, false);
        }
    }

    private protected override async Task<GuestUse> UseAsync()
    {
        await using var pod = Sandbox.Connect(_sandbox.Folder, Options.Folder.Id);
        pod.Post(ControlFrame.Use, 0);
        return await pod.ReceiveAsync() switch
        {
            { Type: ControlFrame.Use } frame => GuestUse.Decode(frame.Payload.Span),
            { Type: ControlFrame.Reply } frame => throw new WhelkException(ErrorCode.InvalidState, ControlFrame.ReadReply(frame).Message),
            _ => throw new WhelkException(ErrorCode.InvalidState, "container not running"),
        };
    }

    private protected override async Task<string> LimitAsync(IReadOnlyList<SetupOperation> limits) => (await AskAsync(ControlFrame.Limits, SetupOperation.Encode(limits))).Message;

    private protected override Task HoldAsync() => DoAsync(ControlFrame.Pause);

    private protected override Task ReleaseHoldAsync() => DoAsync(ControlFrame.Resume);

    private protected override Task<(int Code, string Message)> FollowNetworkAsync() => Task.FromResult((1, "the network of a pod is its sandbox's"));

    private protected override void SignalAll(int signal)
    {
        Relay.Signal(signal);
        lock (_processes)
        {
            _processes.ForEach(process => process.Post(FrameType.Signal, 0, new PayloadWriter().Int32(signal).Written));
        }
    }

    // A frozen group's processes die all the same. A guest in which they do not end is the pod's to end.
    private protected override async Task EndKilledAsync()
    {
        await Task.WhenAny(Relay.Exited, Task.Delay(KillBound));
        Exit.TrySetResult(Relay.Status ?? Killed);
    }

    private async Task DoAsync(string operation)
    {
        if (await AskAsync(ControlFrame.Request, ControlFrame.Encode(operation, 0)) is { Code: not 0, Message: var message })
        {
            throw new WhelkException(ErrorCode.InvalidState, message);
        }
    }

    private async Task<(int Code, string Message)> AskAsync(FrameType type, byte[] payload)
    {
        await using var pod = Sandbox.Connect(_sandbox.Folder, Options.Folder.Id);
        return await ControlFrame.AskAsync(pod, type, payload, CancellationToken.None);
    }

    private void Keep(FrameConnection process, bool runs)
    {
        lock (_processes)
        {
            if (runs)
            {
                _processes.Add(process);
            }
            else
            {
                _processes.Remove(process);
            }
        }
    }

    private static async Task PumpAsync(FrameConnection from, FrameConnection to)
    {
        try
        {
            while (await from.ReceiveAsync() is { } frame)
            {
                to.Post(frame.Type, frame.Stream, frame.Payload.Span);
            }
        }
        catch (ProtocolException)
        {
            // Whoever breaks the rules is as good as gone.
        }
    }
}
