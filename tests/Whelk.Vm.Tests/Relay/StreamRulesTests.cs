using CsCheck;
using Whelk.Guest.Protocol;
using Whelk.Vm.Relay;
using Xunit;

namespace Whelk.Vm.Tests.Relay;

public sealed class StreamRulesTests
{
    private static readonly Frame Started = Frame(FrameType.Started, new PayloadWriter().Int32(7).Written);
    private static readonly Frame Failed = Frame(FrameType.Failed, new PayloadWriter().Int32(2).String("exec").String("x").Written);
    private static readonly Frame Output = Frame(FrameType.Out, "x"u8);
    private static readonly Frame Error = Frame(FrameType.Err, "x"u8);
    private static readonly Frame Credit = Frame(FrameType.Credit, CreditWindow.Encode(FrameType.Stdin, 1));
    private static readonly Frame Exit = Frame(FrameType.Exit, new PayloadWriter().Int32(3).Written);

    /// <summary>What a hostile guest sends to make the host start threads, keep memory or believe nonsense.</summary>
    public static TheoryData<string, Frame[]> Hostile { get; } = new()
    {
        { "output before the start", [Output] },
        { "an exit before the start", [Exit] },
        { "started twice", [Started, Started] },
        { "failed after the start", [Started, Failed] },
        { "started after the failure", [Failed, Started] },
        { "empty output", [Started, Frame(FrameType.Out, [])] },
        { "empty error output", [Started, Frame(FrameType.Err, [])] },
        { "credit for output", [Started, Frame(FrameType.Credit, CreditWindow.Encode(FrameType.Out, 1))] },
        { "half a credit", [Started, Frame(FrameType.Credit, [3, 0])] },
        { "output after the exit", [Started, Exit, Output] },
        { "an exit twice", [Started, Exit, Exit] },
        { "half an exit", [Started, Frame(FrameType.Exit, [1])] },
        { "a status that is none", [Started, Frame(FrameType.Exit, new PayloadWriter().Int32(256).Written)] },
        { "a negative status", [Started, Frame(FrameType.Exit, new PayloadWriter().Int32(-1).Written)] },
        { "a start with a tail", [Frame(FrameType.Started, new PayloadWriter().Int32(7).Byte(0).Written)] },
        { "a process that is none", [Frame(FrameType.Started, new PayloadWriter().Int32(0).Written)] },
        { "a negative process", [Frame(FrameType.Started, new PayloadWriter().Int32(-7).Written)] },
        { "half a failure", [Frame(FrameType.Failed, [2, 0])] },
        { "a failure with a tail", [Frame(FrameType.Failed, new PayloadWriter().Int32(2).String("exec").String("x").Byte(0).Written)] },
        { "more output than a frame carries", [Started, Frame(FrameType.Out, new byte[FrameLimits.Data + 1])] },
        { "an exit with a tail", [Started, Frame(FrameType.Exit, new PayloadWriter().Int32(3).Bool(false).Byte(0).Written)] },
        { "a frame of the host's", [Started, Frame(FrameType.Stdin, "x"u8)] },
        { "a frame of the monitor's", [Started, Frame((FrameType)64, "x"u8)] },
        { "no frame at all", [Started, Frame((FrameType)999, "x"u8)] },
    };

    [Fact]
    public void Check_a_life_as_it_should_be_passes()
    {
        var rules = new StreamRules();
        foreach (var frame in new[] { Started, Output, Error, Credit, Output, Exit })
        {
            rules.Check(frame);
        }

        new StreamRules().Check(Failed);
    }

    [Theory]
    [MemberData(nameof(Hostile))]
    public void Check_what_has_no_place_is_a_protocol_error(string trick, Frame[] frames)
    {
        Assert.NotEmpty(trick);
        var rules = new StreamRules();
        foreach (var frame in frames[..^1])
        {
            rules.Check(frame);
        }

        Assert.Throws<ProtocolException>(() => rules.Check(frames[^1]));
    }

    [Fact]
    public void Check_any_frames_pass_or_are_protocol_errors() => Gen.Select(Gen.UShort[30, 42], Gen.Byte.Array[0, 8]).List[1, 10].Sample(frames =>
    {
        var rules = new StreamRules();
        try
        {
            frames.ForEach(frame => rules.Check(new Frame((FrameType)frame.Item1, 1, frame.Item2)));
        }
        catch (ProtocolException)
        {
            // Refused, and nothing else.
        }
    });

    private static Frame Frame(FrameType type, ReadOnlySpan<byte> payload) => new(type, 1, payload.ToArray());
}
