using Whelk.Guest.Protocol;
using Whelk.Linux.Files;
using Whelk.Testing;
using Whelk.Vm.Monitor;
using Whelk.Vm.Relay;
using Xunit;

namespace Whelk.Vm.Tests.Monitor.Fuzzing;

/// <summary>A session with a guest that behaves, step by step, until it does not; and with a model of what has been said, which tells what must have come of it.</summary>
internal sealed class FuzzedMachine : IAsyncDisposable
{
    private const int MostExecs = 4;

    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);

    private readonly Random _random;
    private readonly Wires _wires = new();
    private readonly List<FuzzedStream> _streams = [];
    private readonly List<Task> _asked = [];
    private readonly List<FrameConnection> _connections = [];
    private readonly Queue<Frame> _answers = new();
    private readonly Microsoft.Win32.SafeHandles.SafeFileHandle _nothing = Descriptor.Open("/dev/null", write: true);
    private bool _isReady;
    private bool _isPinged;

    internal FuzzedMachine(Random random)
    {
        _random = random;
        var relay = new ProcessRelay(new Stdio(_nothing, _nothing, _nothing, IsTerminal: false), (type, payload) => _wires.Session.Post(type, MonitorProcess.MainStream, payload));
        _wires.Session.Attach(MonitorProcess.MainStream, relay);
        _streams.Add(new FuzzedStream(MonitorProcess.MainStream, null, relay));
        _asked.AddRange([relay.Launched, relay.Exited, _wires.Session.Ready]);
    }

    /// <summary>The host asks something, or the guest says something that it may say: all that is to come of it has come when this returns.</summary>
    internal Task StepAsync() => _random.Next(10) switch
    {
        0 => AskAsync(_wires.Session.SetupAsync([]), FrameType.Setup, new Frame(FrameType.SetupReply, 0, new PayloadWriter().UInt32(0).String("x").Written.ToArray())),
        1 => AskAsync(_wires.Session.UseAsync(), FrameType.Use, new Frame(FrameType.UseReply, 0, new GuestUse { Memory = 1, MemoryLimit = 2, Tasks = 3 }.Encode())),
        2 when !_isPinged => PingAsync(),
        3 when _streams.Count < MostExecs => ExecAsync(),
        4 when _answers.TryDequeue(out var answer) => AnswerAsync(answer),
        5 when !_isReady => ReadyAsync(),
        6 when WithProxy() is { State: FuzzedStream.Phase.Running } stream => FeedAsync(stream),
        7 when WithProxy() is { State: not FuzzedStream.Phase.Over } stream && _random.Next(4) == 0 => OrphanAsync(stream),
        _ => SpeakAsync(),
    };

    /// <summary>The guest breaks the protocol: it is ended at once, and everybody is told.</summary>
    internal async Task BreakAsync()
    {
        Post(Wrongful());
        await _wires.Broken.WaitAsync(Bound);
        await EndAsync(stream => stream.LostAsync());
    }

    /// <summary>The guest is gone in the middle: everybody is told, and nobody says that it broke anything.</summary>
    internal async Task LoseAsync()
    {
        await _wires.LoseGuestAsync();
        Assert.False(_wires.Broken.IsCompleted);
        await EndAsync(stream => stream.LostAsync());
    }

    /// <summary>The guest says what was a frame once, and is gone: everybody is told, whatever was made of it.</summary>
    internal async Task BabbleAsync()
    {
        var stream = _streams[_random.Next(_streams.Count)];
        var frame = _random.Next(2) == 0 && stream.State is not FuzzedStream.Phase.Over ? stream.Rightful(_random) : Wrongful();
        await _wires.BabbleAsync(Mutation.Of(_random, FrameEncoder.Encode(frame.Type, frame.Stream, frame.Payload.Span)));
        await EndAsync(one => one.LostSomehowAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await _wires.DisposeAsync();
        foreach (var connection in _connections)
        {
            await connection.DisposeAsync();
        }

        _nothing.Dispose();
    }

    private void Post(Frame frame) => _wires.Guest.Post(frame.Type, frame.Stream, frame.Payload.Span);

    private async Task EndAsync(Func<FuzzedStream, Task> told)
    {
        // Fails where the session ended otherwise than it should.
        await _wires.Over.WaitAsync(Bound);
        foreach (var stream in _streams)
        {
            await told(stream);
        }

        foreach (var asked in _asked)
        {
            await Task.WhenAny(asked).WaitAsync(Bound);
        }
    }

    // The guest has heard it when this returns; what else it hears meanwhile is nothing to it.
    private async Task<Frame> HearAsync(FrameType type, ushort? stream = null)
    {
        while (true)
        {
            var frame = (await _wires.Guest.ReceiveAsync().AsTask().WaitAsync(Bound))!.Value;
            if (frame.Type == type && frame.Stream == (stream ?? frame.Stream))
            {
                return frame;
            }
        }
    }

    private async Task AskAsync(Task asked, FrameType question, Frame answer)
    {
        _asked.Add(asked);
        await HearAsync(question);
        _answers.Enqueue(answer);
    }

    private async Task PingAsync()
    {
        var pong = _wires.Session.PingAsync();
        await HearAsync(FrameType.Ping);
        _isPinged = true;
        if (_random.Next(2) == 0)
        {
            _isPinged = false;
            await AnswerAsync(new Frame(FrameType.Pong, 0, default));
            await pong.WaitAsync(Bound);
        }
    }

    private async Task ExecAsync()
    {
        var (near, far) = Wires.Pair();
        var (monitor, proxy) = (new FrameConnection(near), new FrameConnection(far));
        _connections.AddRange([monitor, proxy]);
        _asked.Add(new ProxyStream(monitor, _wires.Session).RunAsync([]));
        _streams.Add(new FuzzedStream((await HearAsync(FrameType.Exec)).Stream, proxy, null));
    }

    private FuzzedStream? WithProxy() => _streams.Where(stream => stream.Proxy is not null).OrderBy(_ => _random.Next()).FirstOrDefault();

    private async Task FeedAsync(FuzzedStream stream)
    {
        stream.Feed(_random.Next(1, 1000));
        await HearAsync(FrameType.Stdin, stream.Number);
    }

    // Its process is killed.
    private async Task OrphanAsync(FuzzedStream stream)
    {
        await stream.OrphanAsync();
        await HearAsync(FrameType.Signal, stream.Number);
    }

    private Task AnswerAsync(Frame answer)
    {
        Post(answer);
        return Task.CompletedTask;
    }

    private async Task ReadyAsync()
    {
        _isReady = true;
        Post(new Frame(FrameType.Ready, 0, new PayloadWriter().UInt32(ProtocolVersion.Current).Written.ToArray()));
        await _wires.Session.Ready.WaitAsync(Bound);
    }

    private async Task SpeakAsync()
    {
        var stream = _streams[_random.Next(_streams.Count)];
        if (stream.State is not FuzzedStream.Phase.Over)
        {
            var frame = stream.Rightful(_random);
            Post(frame);
            await stream.TakenAsync(frame);
        }
    }

    private Frame Wrongful()
    {
        List<Frame> frames =
        [
            .. _streams[_random.Next(_streams.Count)].Wrongful(),
            new Frame(FrameType.Started, (ushort)(1000 + _random.Next(1000)), new byte[4]),
            new Frame(FrameType.Ready, 0, new byte[4]),
            new Frame(FrameType.SetupReply, 0, new byte[3]),
            new Frame(FrameType.UseReply, 0, new byte[33]),
            new Frame(FrameType.Pong, 0, new byte[1]),
            new Frame(FrameType.Exec, 0, default),
            new Frame((FrameType)_random.Next(42, 65536), (ushort)_random.Next(65536), new byte[_random.Next(100)]),
        ];
        frames.AddRange(_isReady ? [new Frame(FrameType.Unfit, 0, new PayloadWriter().String("x").Written.ToArray())] : []);
        frames.AddRange(_isPinged ? [] : [new Frame(FrameType.Pong, 0, default)]);
        return frames[_random.Next(frames.Count)];
    }
}
