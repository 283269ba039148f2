using Whelk.Errors;
using Whelk.Guest.Protocol;
using Whelk.Vm.Monitor;
using Whelk.Vm.Relay;

namespace Whelk.Vm.Templates;

/// <summary>A process of a rehearsal, whose output is nobody's.</summary>
internal sealed class RehearsedProcess : IStreamHandler
{
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly StreamRules _rules = new();

    private RehearsedProcess()
    {
    }

    /// <summary>Fails where it did not start.</summary>
    internal Task Started => _started.Task;

    /// <summary>Fails where it did not start.</summary>
    internal Task Ended => _ended.Task;

    internal static RehearsedProcess Start(AgentSession session, ushort stream, GuestProcess process)
    {
        var rehearsed = new RehearsedProcess();
        session.Attach(stream, rehearsed);
        session.Post(FrameType.Exec, stream, process.Encode());
        return rehearsed;
    }

    public void OnFrame(Frame frame)
    {
        _rules.Check(frame);
        switch (frame.Type)
        {
            case FrameType.Started:
                _started.TrySetResult();
                break;
            case FrameType.Failed:
                Fail(LaunchFailure.Describe(frame.Payload.Span).Error!);
                break;
            case FrameType.Exit:
                _ended.TrySetResult();
                break;
            default:
                break;
        }
    }

    public void OnLost() => Fail("the machine ended");

    private void Fail(string reason)
    {
        var exception = new WhelkException(ErrorCode.Internal, $"the template's guest: {reason}");
        _started.TrySetException(exception);
        _ended.TrySetException(exception);
    }
}
