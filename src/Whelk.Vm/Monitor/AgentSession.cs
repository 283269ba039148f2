using System.Collections.Concurrent;
using Whelk.Errors;
using Whelk.Guest.Protocol;
using Whelk.Vm.Relay;

namespace Whelk.Vm.Monitor;

/// <summary>The conversation with one guest: READY, SETUP, and the streams. What the guest says is hostile; a broken rule ends the VM.</summary>
internal sealed class AgentSession
{
    // Far more than one machine has use for. A guest that ends no process keeps the place of each.
    private const int MostStreams = 1024;

    private readonly FrameConnection _agent;
    private readonly ConcurrentDictionary<ushort, IStreamHandler> _streams = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly AnswerQueue<string> _setups = new("setup");
    private readonly AnswerQueue<GuestUse> _uses = new("question for its use");
    private readonly Lock _pinging = new();
    private readonly Action _onBroken;
    private TaskCompletionSource? _pong;
    private bool _hasIntroducedItself;
    private bool _lost;
    private int _lastStream = MonitorProcess.MainStream;

    /// <param name="agent">The agent's port.</param>
    /// <param name="onBroken">Called at once where the guest breaks the protocol.</param>
    internal AgentSession(FrameConnection agent, Action onBroken) => (_agent, _onBroken) = (agent, onBroken);

    /// <summary>Why nothing more comes of it; null while it goes on.</summary>
    internal string? Loss { get; private set; }

    /// <summary>Whether the guest broke the protocol.</summary>
    internal bool IsBroken { get; private set; }

    /// <summary>Completes with READY; fails when the guest ends before, with <see cref="UnfitException"/> where another may do better.</summary>
    internal Task Ready => _ready.Task;

    /// <summary>Who answers the guest's questions after names; where it is null, the guest has no reason to ask.</summary>
    internal LoopbackNames? Names { get; set; }

    internal void Post(FrameType type, ushort stream, ReadOnlySpan<byte> payload) => _agent.Post(type, stream, payload);

    /// <summary>Has the agent do these, before whatever is posted after them.</summary>
    /// <param name="operations">In order.</param>
    /// <param name="workload">The stream of the workload that they are about; 0: the machine's first.</param>
    /// <returns>The error; empty where all went well.</returns>
    /// <exception cref="WhelkException">Unavailable: the machine ended, or its agent does not answer.</exception>
    internal Task<string> SetupAsync(IReadOnlyCollection<SetupOperation> operations, ushort workload = 0)
    {
        var payload = SetupOperation.Encode(operations);
        return _setups.AskAsync(() => Post(FrameType.Setup, workload, payload));
    }

    /// <summary>Completes when the agent has answered, which shows that it still works; never, where it does not. Who asks meanwhile waits for the same answer.</summary>
    internal Task PingAsync()
    {
        lock (_pinging)
        {
            if (_pong is null)
            {
                _pong = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                Post(FrameType.Ping, 0, []);
            }

            return _pong.Task;
        }
    }

    /// <summary>What a workload uses of its guest.</summary>
    /// <param name="workload">As for <see cref="SetupAsync"/>.</param>
    /// <exception cref="WhelkException">Unavailable: the machine ended, or its agent does not answer.</exception>
    internal Task<GuestUse> UseAsync(ushort workload = 0) => _uses.AskAsync(() => Post(FrameType.Use, workload, []));

    /// <summary>Sends a frame on every stream that is in use, but for those of a pod's containers.</summary>
    internal void PostToAll(FrameType type, ReadOnlySpan<byte> payload)
    {
        foreach (var (stream, handler) in _streams)
        {
            if (handler is not ProxyStream { IsMembers: true })
            {
                Post(type, stream, payload);
            }
        }
    }

    /// <summary>Gives a stream its handler, which hears at once if the guest is gone already.</summary>
    internal void Attach(ushort stream, IStreamHandler handler)
    {
        _streams[stream] = handler;
        if (Volatile.Read(ref _lost))
        {
            handler.OnLost();
        }
    }

    /// <summary>The stream is free again: its process has ended. What a guest says on a stream that is free breaks the protocol.</summary>
    internal void Detach(ushort stream) => _streams.TryRemove(stream, out _);

    /// <summary>A stream that nobody uses, taken for the handler, which hears at once if the guest is gone already.</summary>
    /// <exception cref="WhelkException">Unavailable: too many are in use.</exception>
    internal ushort AttachNew(IStreamHandler handler)
    {
        while (_streams.Count < MostStreams)
        {
            var stream = (ushort)Interlocked.Increment(ref _lastStream);
            if (stream <= MonitorProcess.MainStream || !_streams.TryAdd(stream, handler))
            {
                continue;
            }

            if (Volatile.Read(ref _lost))
            {
                handler.OnLost();
            }

            return stream;
        }

        throw new WhelkException(ErrorCode.Unavailable, $"the virtual machine has {MostStreams} processes from outside that have not ended");
    }

    /// <summary>Takes frames until the guest is gone or breaks the protocol; then every stream is told.</summary>
    internal async Task RunAsync()
    {
        ProtocolException? breach = null;
        var isOver = false;
        try
        {
            while (await _agent.ReceiveAsync() is { } frame)
            {
                OnFrame(frame);
            }

            isOver = true;
        }
        catch (ProtocolException exception)
        {
            breach = exception;
        }
        finally
        {
            // First of all: nothing a guest that has done this still does is of use.
            if (!isOver)
            {
                _onBroken();
            }

            Lose(breach);
        }
    }

    private void Lose(ProtocolException? breach)
    {
        Loss = breach is null ? "the virtual machine ended" : $"the virtual machine was ended: {breach.Message}";
        IsBroken = breach is not null;
        Volatile.Write(ref _lost, true);
        _ready.TrySetException(breach as Exception ?? new WhelkException(ErrorCode.Unavailable, "the virtual machine ended before it was ready"));
        _uses.End(Loss);
        _setups.End(Loss);
        foreach (var handler in _streams.Values)
        {
            handler.OnLost();
        }
    }

    private void OnFrame(Frame frame)
    {
        switch (frame)
        {
            case { Type: FrameType.Ready, Stream: 0 }:
                OnReady(new PayloadReader(frame.Payload.Span));
                break;
            case { Type: FrameType.Unfit, Stream: 0 }:
                Introduce();
                _ready.TrySetException(new UnfitException(Text(new PayloadReader(frame.Payload.Span))));
                break;
            case { Type: FrameType.SetupReply, Stream: 0 }:
                var reply = new PayloadReader(frame.Payload.Span);
                _ = reply.UInt32();
                _setups.Answer(Text(reply));
                break;
            case { Type: FrameType.UseReply, Stream: 0 }:
                _uses.Answer(GuestUse.Decode(frame.Payload.Span));
                break;
            case { Type: FrameType.Question }:
                (Names ?? throw new ProtocolException("the guest asked for a name where nobody answers")).Ask(frame.Stream, frame.Payload);
                break;
            case { Type: FrameType.Pong, Stream: 0, Payload.IsEmpty: true }:
                OnPong();
                break;
            default:
                HandlerOf(frame).OnFrame(frame);
                break;
        }
    }

    private IStreamHandler HandlerOf(Frame frame) => _streams.TryGetValue(frame.Stream, out var handler)
        ? handler
        : throw new ProtocolException($"the guest sent {frame.Type} on stream {frame.Stream}, which nobody uses");

    // The last field of a payload.
    private static string Text(PayloadReader reader)
    {
        var text = reader.String();
        reader.End();
        return GuestText.Clean(text);
    }

    private void OnPong()
    {
        lock (_pinging)
        {
            var pong = _pong ?? throw new ProtocolException("an answer to a ping that was not sent");
            _pong = null;
            pong.TrySetResult();
        }
    }

    private void OnReady(PayloadReader reader)
    {
        var version = reader.UInt32();
        if (version != ProtocolVersion.Current)
        {
            throw new ProtocolException($"the guest speaks version {version}, this monitor {ProtocolVersion.Current}");
        }

        reader.End();
        Introduce();
        _ready.TrySetResult();
    }

    // A clone does not say so: its template has.
    private void Introduce() => _hasIntroducedItself = _hasIntroducedItself ? throw new ProtocolException("the guest introduced itself twice") : true;
}
