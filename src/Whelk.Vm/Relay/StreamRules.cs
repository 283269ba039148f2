using Whelk.Guest.Protocol;

namespace Whelk.Vm.Relay;

/// <summary>
/// What a guest may say on one stream, and when: STARTED or FAILED once, then data and credit, then EXIT once. A frame that breaks this
/// is not taken: each would make the host do, or keep, something, and there is no end to what a guest can send.
/// </summary>
internal sealed class StreamRules
{
    private const int LargestStatus = 255;

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
        switch (_phase, frame.Type)
        {
            case (Phase.Starting, FrameType.Started):
                _phase = Phase.Running;
                break;
            case (Phase.Starting, FrameType.Failed):
                _phase = Phase.Over;
                break;
            case (Phase.Running, FrameType.Out or FrameType.Err) when !frame.Payload.IsEmpty:
            case (Phase.Running, FrameType.Credit) when CreditWindow.Decode(frame.Payload.Span).Type == FrameType.Stdin:
                break;
            case (Phase.Running, FrameType.Exit) when new PayloadReader(frame.Payload.Span).Int32() is >= 0 and <= LargestStatus:
                _phase = Phase.Over;
                break;
            default:
                throw new ProtocolException($"the guest sent {frame.Type} to a stream that is {_phase}");
        }
    }
}
