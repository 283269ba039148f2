using Whelk.Guest.Protocol;
using Whelk.Linux.Signals;
using Whelk.Vm.Relay;

namespace Whelk.Vm.Monitor;

/// <summary>An exec whose descriptors a proxy process holds: its frames pass through. When the proxy dies, the process in the guest dies.</summary>
internal sealed class ProxyStream : IStreamHandler
{
    private readonly FrameConnection _proxy;
    private readonly AgentSession _session;
    private readonly CreditWindow _output = new();
    private readonly CreditWindow _error = new();
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ushort _stream;

    internal ProxyStream(FrameConnection proxy, AgentSession session) => (_proxy, _session) = (proxy, session);

    /// <summary>Starts the process and serves the proxy until either is gone.</summary>
    internal async Task RunAsync(byte[] exec)
    {
        _stream = _session.AttachNew(this);
        try
        {
            _session.Post(FrameType.Exec, _stream, exec);
            var proxy = ForwardAsync();
            if (await Task.WhenAny(proxy, _over.Task) == proxy)
            {
                await proxy;
                _session.Post(FrameType.Signal, _stream, new PayloadWriter().Int32(SignalNumber.SIGKILL).Written);
                Swallow();
            }
        }
        finally
        {
            _session.Detach(_stream);
        }
    }

    public void OnFrame(Frame frame)
    {
        lock (_gate)
        {
            if (frame.Type is FrameType.Out or FrameType.Err)
            {
                (frame.Type is FrameType.Out ? _output : _error).Spend(frame.Payload.Length);
            }
        }

        _proxy.Post(frame.Type, 0, frame.Payload.Span);
        if (frame.Type is FrameType.Exit or FrameType.Failed)
        {
            _over.TrySetResult();
        }
    }

    public void OnLost()
    {
        _proxy.Post(FrameType.Exit, 0, new PayloadWriter().Int32(137).Written);
        _over.TrySetResult();
    }

    private async Task ForwardAsync()
    {
        while (await _proxy.ReceiveAsync() is { } frame)
        {
            switch (frame.Type)
            {
                case FrameType.Credit:
                    Grant(CreditWindow.Decode(frame.Payload.Span));
                    _session.Post(frame.Type, _stream, frame.Payload.Span);
                    break;
                case FrameType.Stdin or FrameType.Eof or FrameType.Signal or FrameType.Resize:
                    _session.Post(frame.Type, _stream, frame.Payload.Span);
                    break;
                default:
                    return;
            }
        }
    }

    private void Grant((FrameType Type, uint Count) credit)
    {
        lock (_gate)
        {
            (credit.Type is FrameType.Out ? _output : _error).Grant(credit.Count);
        }
    }

    // Nobody reads its output any more; it must not stay blocked on it before the signal arrives.
    private void Swallow()
    {
        foreach (var type in new[] { FrameType.Out, FrameType.Err })
        {
            _session.Post(FrameType.Credit, _stream, CreditWindow.Encode(type, FrameLimits.InitialCredit));
        }
    }
}
