using System.Collections.Concurrent;
using Whelk.Errors;
using Whelk.Guest.Protocol;
using Whelk.Vm.Relay;

namespace Whelk.Vm.Monitor;

/// <summary>The conversation with one guest: READY, SETUP, and the streams. What the guest says is hostile; a broken rule ends the VM.</summary>
internal sealed class AgentSession
{
    private const int MostUses = 16;
    private const string Ended = "the virtual machine ended";
    private readonly FrameConnection _agent;
    private readonly ConcurrentDictionary<ushort, IStreamHandler> _streams = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Queue<TaskCompletionSource<string>> _setups = [];
    private readonly Queue<TaskCompletionSource<GuestUse>> _uses = [];
    private readonly Action _onBroken;
    private TaskCompletionSource _pong = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _lost;
    private int _lastStream = MonitorProcess.MainStream;

    /// <param name="agent">The agent's port.</param>
    /// <param name="onBroken">Called at once where the guest breaks the protocol.</param>
    internal AgentSession(FrameConnection agent, Action onBroken) => (_agent, _onBroken) = (agent, onBroken);

    /// <summary>Completes with READY; fails when the guest ends before, with <see cref="UnfitException"/> where another may do better.</summary>
    internal Task Ready => _ready.Task;

    internal void Post(FrameType type, ushort stream, ReadOnlySpan<byte> payload) => _agent.Post(type, stream, payload);

    /// <summary>Has the agent do these, before whatever is posted after them.</summary>
    /// <returns>The error; empty where all went well.</returns>
    internal Task<string> SetupAsync(IReadOnlyCollection<SetupOperation> operations)
    {
        var done = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_setups)
        {
            _setups.Enqueue(done);
            Post(FrameType.Setup, 0, SetupOperation.Encode(operations));
        }

        if (Volatile.Read(ref _lost))
        {
            done.TrySetResult(Ended);
        }

        return done.Task;
    }

    /// <summary>Completes when the agent has answered, which shows that it still works; never, where it does not.</summary>
    internal Task PingAsync()
    {
        var pong = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Volatile.Write(ref _pong, pong);
        Post(FrameType.Ping, 0, []);
        return pong.Task;
    }

    /// <summary>What the workload uses of its guest.</summary>
    /// <exception cref="WhelkException">Unavailable: the machine ended.</exception>
    internal Task<GuestUse> UseAsync()
    {
        var use = new TaskCompletionSource<GuestUse>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_uses)
        {
            if (_uses.Count == MostUses)
            {
                throw new WhelkException(ErrorCode.Unavailable, "the virtual machine's agent does not answer");
            }

            _uses.Enqueue(use);
            Post(FrameType.Use, 0, []);
        }

        if (Volatile.Read(ref _lost))
        {
            EndUses();
        }

        return use.Task;
    }

    /// <summary>Sends a frame on every stream that is in use.</summary>
    internal void PostToAll(FrameType type, ReadOnlySpan<byte> payload)
    {
        foreach (var stream in _streams.Keys)
        {
            Post(type, stream, payload);
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

    internal void Detach(ushort stream) => _streams.TryRemove(stream, out _);

    /// <summary>A stream that nobody uses, taken for the handler, which hears at once if the guest is gone already.</summary>
    internal ushort AttachNew(IStreamHandler handler)
    {
        while (true)
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
    }

    /// <summary>Takes frames until the guest is gone or breaks the protocol; then every stream is told.</summary>
    internal async Task RunAsync()
    {
        try
        {
            while (await _agent.ReceiveAsync() is { } frame)
            {
                OnFrame(frame);
            }
        }
        catch (ProtocolException exception)
        {
            // First of all: nothing such a guest still does is of use.
            _onBroken();
            _ready.TrySetException(exception);
        }

        Volatile.Write(ref _lost, true);
        _ready.TrySetException(new WhelkException(ErrorCode.Unavailable, "the virtual machine ended before it was ready"));
        EndUses();
        while (TryNextSetup() is { } waiting)
        {
            waiting.TrySetResult(Ended);
        }

        foreach (var handler in _streams.Values)
        {
            handler.OnLost();
        }
    }

    private void OnFrame(Frame frame)
    {
        switch (frame.Type)
        {
            case FrameType.Ready:
                OnReady(new PayloadReader(frame.Payload.Span).UInt32());
                break;
            case FrameType.Unfit:
                _ready.TrySetException(new UnfitException(GuestText.Clean(new PayloadReader(frame.Payload.Span).String())));
                break;
            case FrameType.SetupReply:
                var reader = new PayloadReader(frame.Payload.Span);
                _ = reader.UInt32();
                TryNextSetup()?.TrySetResult(GuestText.Clean(reader.String()));
                break;
            case FrameType.UseReply:
                TryNextUse()?.TrySetResult(GuestUse.Decode(frame.Payload.Span));
                break;
            case FrameType.Pong:
                Volatile.Read(ref _pong).TrySetResult();
                break;
            default:
                if (_streams.TryGetValue(frame.Stream, out var handler))
                {
                    handler.OnFrame(frame);
                }

                break;
        }
    }

    private void EndUses()
    {
        while (TryNextUse() is { } waiting)
        {
            waiting.TrySetException(new WhelkException(ErrorCode.Unavailable, Ended));
        }
    }

    private TaskCompletionSource<GuestUse>? TryNextUse()
    {
        lock (_uses)
        {
            return _uses.TryDequeue(out var next) ? next : null;
        }
    }

    private TaskCompletionSource<string>? TryNextSetup()
    {
        lock (_setups)
        {
            return _setups.TryDequeue(out var next) ? next : null;
        }
    }

    private void OnReady(uint version)
    {
        if (version != ProtocolVersion.Current)
        {
            throw new ProtocolException($"the guest speaks version {version}, this monitor {ProtocolVersion.Current}");
        }

        _ready.TrySetResult();
    }
}
