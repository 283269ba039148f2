using Whelk.Errors;
using Whelk.Guest.Protocol;
using Whelk.Vm.Relay;
using Xunit;

namespace Whelk.Vm.Tests.Monitor;

/// <summary>What a guest may say beside its streams: an answer to each question, once, and nothing else.</summary>
public sealed class AgentSessionTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);
    private static readonly byte[] Version = new PayloadWriter().UInt32(ProtocolVersion.Current).Written.ToArray();
    private static readonly byte[] AllDone = new PayloadWriter().UInt32(1).String(string.Empty).Written.ToArray();
    private static readonly byte[] Use = new GuestUse { Memory = 1, MemoryLimit = 2, Tasks = 3 }.Encode();
    private static readonly byte[] Pid = new PayloadWriter().Int32(7).Written.ToArray();

    /// <summary>The last frame of each is the one that is refused.</summary>
    public static TheoryData<string, Frame[]> Hostile { get; } = new()
    {
        { "an answer to no setup", [new Frame(FrameType.SetupReply, 0, AllDone)] },
        { "an answer to no question", [new Frame(FrameType.UseReply, 0, Use)] },
        { "an answer to no ping", [new Frame(FrameType.Pong, 0, default)] },
        { "ready twice", [new Frame(FrameType.Ready, 0, Version), new Frame(FrameType.Ready, 0, Version)] },
        { "unfit after it was ready", [new Frame(FrameType.Ready, 0, Version), new Frame(FrameType.Unfit, 0, new PayloadWriter().String("x").Written.ToArray())] },
        { "unfit twice", [.. Enumerable.Repeat(new Frame(FrameType.Unfit, 0, new PayloadWriter().String("x").Written.ToArray()), 2)] },
        { "ready with a tail", [new Frame(FrameType.Ready, 0, (byte[])[.. Version, 0])] },
        { "ready on a stream", [new Frame(FrameType.Ready, 1, Version)] },
        { "half a ready", [new Frame(FrameType.Ready, 0, (byte[])[4])] },
        { "another version", [new Frame(FrameType.Ready, 0, new PayloadWriter().UInt32(ProtocolVersion.Current + 1).Written.ToArray())] },
        { "unfit for a reason that is longer than its frame", [new Frame(FrameType.Unfit, 0, (byte[])[255, 255, 255, 127])] },
        { "a start on a stream that nobody uses", [new Frame(FrameType.Started, 9, Pid)] },
        { "output on stream 0", [new Frame(FrameType.Out, 0, "x"u8.ToArray())] },
        { "a name where nobody answers", [new Frame(FrameType.Question, 0, "x"u8.ToArray())] },
        { "a frame of the host's", [new Frame(FrameType.Setup, 0, SetupOperation.Encode([]))] },
        { "a frame of the monitor's", [new Frame((FrameType)64, 0, default)] },
        { "no frame at all", [new Frame((FrameType)999, 7, default)] },
    };

    [Theory]
    [MemberData(nameof(Hostile))]
    public async Task Frame_that_has_no_place_ends_the_machine(string trick, Frame[] frames)
    {
        Assert.NotEmpty(trick);
        await using var wires = new Wires();
        foreach (var frame in frames)
        {
            Assert.False(wires.Broken.IsCompleted);
            wires.Guest.Post(frame.Type, frame.Stream, frame.Payload.Span);
        }

        await wires.Broken.WaitAsync(Bound);
        await wires.Over.WaitAsync(Bound);
    }

    [Theory]
    [InlineData(FrameType.Pong, new byte[] { 1 })]
    [InlineData(FrameType.SetupReply, new byte[] { 1, 0, 0, 0, 0, 0, 0, 0, 9 })]
    [InlineData(FrameType.UseReply, new byte[] { 1, 0 })]
    public async Task Answer_that_is_none_ends_the_machine_and_whoever_asked_hears_why(FrameType type, byte[] payload)
    {
        await using var wires = new Wires();
        _ = wires.Session.PingAsync();
        var setup = wires.Session.SetupAsync([]);
        var use = wires.Session.UseAsync();
        wires.Guest.Post(type, 0, payload);
        await wires.Broken.WaitAsync(Bound);
        foreach (var asked in new Task[] { setup, use, wires.Session.UseAsync() })
        {
            Assert.Contains("agent protocol", (await Assert.ThrowsAsync<WhelkException>(() => asked.WaitAsync(Bound))).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Answers_come_in_the_order_of_the_questions_also_where_somebody_stopped_waiting()
    {
        await using var wires = new Wires();
        var given = wires.Session.SetupAsync([]);
        await Assert.ThrowsAsync<TimeoutException>(() => given.WaitAsync(TimeSpan.FromMilliseconds(1)));
        var second = wires.Session.SetupAsync([]);
        wires.Guest.Post(FrameType.SetupReply, 0, new PayloadWriter().UInt32(0).String("first\u001b[2J").Written);
        wires.Guest.Post(FrameType.SetupReply, 0, AllDone);
        Assert.Equal(string.Empty, await second.WaitAsync(Bound));
        Assert.Equal("first?[2J", await given);
    }

    [Fact]
    public async Task Guest_that_never_answers_is_not_asked_without_end()
    {
        await using var wires = new Wires();
        var questions = Enumerable.Range(0, 100).Select(_ => wires.Session.UseAsync()).ToList();
        Assert.Contains("does not answer", (await Assert.ThrowsAsync<WhelkException>(() => questions[^1])).Message, StringComparison.Ordinal);
        Assert.All(Enumerable.Range(0, 100), _ => Assert.False(wires.Session.PingAsync().IsCompleted));
        await wires.Guest.ReceiveAsync();
        await wires.LoseGuestAsync();
        Assert.All(questions, question => Assert.True(question.IsFaulted));
    }

    [Fact]
    public async Task Guest_that_ends_no_process_gets_no_more_after_a_thousand()
    {
        await using var wires = new Wires();
        for (var stream = 0; stream < 1024; stream++)
        {
            wires.Session.AttachNew(new Deaf());
        }

        Assert.Equal(ErrorCode.Unavailable, Assert.Throws<WhelkException>(() => wires.Session.AttachNew(new Deaf())).Code);
    }

    [Fact]
    public async Task Guest_that_does_not_read_ends_the_machine()
    {
        await using var wires = new Wires();
        for (var posted = 0; posted < 1_000_000; posted++)
        {
            wires.Session.Post(FrameType.Ping, 0, []);
        }

        await wires.Broken.WaitAsync(Bound);
    }

    private sealed class Deaf : IStreamHandler
    {
        public void OnFrame(Frame frame)
        {
        }

        public void OnLost()
        {
        }
    }
}
