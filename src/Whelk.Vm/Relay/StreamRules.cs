using Whelk.Guest.Protocol;

namespace Whelk.Vm.Relay;

/// <summary>
/// What a guest may say on one stream, and when: STARTED or FAILED once, then data and credit, then EXIT once. A frame that breaks this
/// is not taken: each would make the host do, or keep, something, and there is no end to what a guest can send.
/// </summary>
internal sealed class StreamRules
{
    private const int LargestStatus = 255;
    private const int LongestExit = sizeof(int) + sizeof(bool);

    private Phase _phase = Phase.Starting;

    private enum Phase
    {
        Starting,
        Running,
        Over,
    }

    /// <exception cref="ProtocolException">The frame has no place here.</exception>
    internal void Check(Frame frame)
    {
        var payload = frame.Payload.Span;
        switch (_phase, frame.Type)
        {
            case (Phase.Starting, FrameType.Started) when payload.Length == sizeof(int) && new PayloadReader(payload).Int32() > 0:
                _phase = Phase.Running;
                break;
            case (Phase.Starting, FrameType.Failed):
                _ = LaunchFailure.Describe(payload);
                _phase = Phase.Over;
                break;
            case (Phase.Running, FrameType.Out or FrameType.Err) when payload.Length is > 0 and <= FrameLimits.Data:
            case (Phase.Running, FrameType.Credit) when CreditWindow.Decode(payload).Type == FrameType.Stdin:
                break;
            case (Phase.Running, FrameType.Exit) when payload.Length <= LongestExit && new PayloadReader(payload).Int32() is >= 0 and <= LargestStatus:
                _phase = Phase.Over;
                break;
            default:
                throw new ProtocolException($"the guest sent {frame.Type} of {payload.Length} bytes to a stream that is {_phase}");
        }
    }
}
