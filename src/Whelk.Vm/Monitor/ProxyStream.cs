using Whelk.Errors;
using Whelk.Guest.Protocol;
using Whelk.Linux.Signals;
using Whelk.Vm.Relay;

namespace Whelk.Vm.Monitor;

/// <summary>
/// An exec whose descriptors a proxy process holds: its frames pass through. When the proxy dies, the process in the guest dies, and nobody waits for that: the
/// stream stays taken until the guest says so.
/// </summary>
internal sealed class ProxyStream : IStreamHandler
{
    private readonly FrameConnection _proxy;
    private readonly AgentSession _session;
    private readonly StreamRules _rules = new();
    private readonly CreditWindow _input = new();
    private readonly CreditWindow _output = new();
    private readonly CreditWindow _error = new();
    private readonly CreditReturn _outputUnread = new();
    private readonly CreditReturn _errorUnread = new();
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ushort _stream;
    private bool _orphaned;
    private bool _started;
    private bool _told;

    internal ProxyStream(FrameConnection proxy, AgentSession session) => (_proxy, _session) = (proxy, session);

    /// <summary>Whether its process is one of a container in the pod, not of the sandbox's own.</summary>
    internal bool IsMembers { get; init; }

    /// <summary>Starts the process and serves the proxy; returns when the process has ended, or the proxy.</summary>
    /// <exception cref="WhelkException">Unavailable: the machine has too many processes, or what starts it says so.</exception>
    internal Task RunAsync(byte[] exec) => RunAsync(stream => _session.Post(FrameType.Exec, stream, exec));

    /// <param name="start">Starts it on the stream.</param>
    /// <inheritdoc cref="RunAsync(byte[])"/>
    internal async Task RunAsync(Action<ushort> start)
    {
        _stream = _session.AttachNew(this);
        try
        {
            start(_stream);
        }
        catch (WhelkException)
        {
            _session.Detach(_stream);
            throw;
        }

        if (await Task.WhenAny(ForwardAsync(), _over.Task) != _over.Task)
        {
            Orphan();
        }
    }

    public void OnFrame(Frame frame)
    {
        lock (_gate)
        {
            Check(frame);
            _started |= frame.Type is FrameType.Started;
            _told |= frame.Type is FrameType.Exit or FrameType.Failed;
            if (!_orphaned)
            {
                _proxy.Post(frame.Type, 0, frame.Payload.Span);
            }
            else if (frame.Type is FrameType.Started)
            {
                Kill();
            }
            else if (frame.Type is FrameType.Out or FrameType.Err)
            {
                Return(frame.Type, UnreadOf(frame.Type).Add(frame.Payload.Length));
            }
        }

        if (frame.Type is FrameType.Exit or FrameType.Failed)
        {
            _session.Detach(frame.Stream);
            _over.TrySetResult();
        }
    }

    public void OnLost()
    {
        lock (_gate)
        {
            if (!_told)
            {
                _told = true;
                TellLoss();
            }
        }

        _over.TrySetResult();
    }

    // A proxy hears of an end only where it has heard of a start.
    private void TellLoss()
    {
        if (_started)
        {
            _proxy.Post(FrameType.Exit, 0, new PayloadWriter().Int32(128 + SignalNumber.SIGKILL).Written);
        }
        else
        {
            _proxy.Post(FrameType.Failed, 0, new PayloadWriter().Int32(0).String("container not running").String(string.Empty).Written);
        }
    }

    private void Check(Frame frame)
    {
        _rules.Check(frame);
        switch (frame.Type)
        {
            case FrameType.Out or FrameType.Err:
                WindowOf(frame.Type).Spend(frame.Payload.Length);
                break;
            case FrameType.Credit:
                _input.Grant(CreditWindow.Decode(frame.Payload.Span).Count);
                break;
            default:
                break;
        }
    }

    private async Task ForwardAsync()
    {
        try
        {
            while (await _proxy.ReceiveAsync() is { Type: FrameType.Credit or FrameType.Stdin or FrameType.Eof or FrameType.Signal or FrameType.Resize } frame)
            {
                lock (_gate)
                {
                    Account(frame);
                    _session.Post(frame.Type, _stream, frame.Payload.Span);
                }
            }
        }
        catch (ProtocolException)
        {
            // A proxy that breaks the rules is as good as gone.
        }
    }

    private void Account(Frame frame)
    {
        if (frame.Type is FrameType.Stdin)
        {
            _input.Spend(frame.Payload.Length);
        }
        else if (frame.Type is FrameType.Credit)
        {
            var (type, count) = CreditWindow.Decode(frame.Payload.Span);
            WindowOf(type).Grant(count);
        }
    }

    // Nobody reads its output any more; it must not stay blocked on it before the signal arrives.
    private void Orphan()
    {
        lock (_gate)
        {
            _orphaned = true;
            Kill();
            foreach (var type in new[] { FrameType.Out, FrameType.Err })
            {
                Return(type, WindowOf(type).Spent);
            }
        }
    }

    private void Kill() => _session.Post(FrameType.Signal, _stream, new PayloadWriter().Int32(SignalNumber.SIGKILL).Written);

    private void Return(FrameType type, uint count)
    {
        if (count > 0)
        {
            WindowOf(type).Grant(count);
            _session.Post(FrameType.Credit, _stream, CreditWindow.Encode(type, count));
        }
    }

    private CreditReturn UnreadOf(FrameType type) => type is FrameType.Out ? _outputUnread : _errorUnread;

    private CreditWindow WindowOf(FrameType type) => type is FrameType.Out ? _output : _error;
}
