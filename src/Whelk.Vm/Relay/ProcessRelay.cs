using Whelk.Guest.Protocol;

namespace Whelk.Vm.Relay;

/// <summary>One process in the guest, tied to descriptors of this process: in the monitor its workload, in a proxy its exec.</summary>
internal sealed class ProcessRelay : IStreamHandler
{
    private const int None = -1;

    // For output that is still to be written when there is no guest any more.
    private static readonly TimeSpan LostBound = TimeSpan.FromSeconds(5);

    private readonly Action<FrameType, byte[]> _send;
    private readonly OutputPump _output;
    private readonly OutputPump _error;
    private readonly InputPump _input;
    private readonly StreamRules _rules = new();
    private readonly TaskCompletionSource<LaunchOutcome> _launched = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<int> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _status = None;

    /// <param name="stdio">Stays the caller's.</param>
    /// <param name="send">Sends a frame on the process's stream; called from several threads.</param>
    internal ProcessRelay(Stdio stdio, Action<FrameType, byte[]> send)
    {
        _send = send;
        _output = new OutputPump(stdio.Output, FrameType.Out, send);
        _error = new OutputPump(stdio.Error, FrameType.Err, send);
        _input = new InputPump(stdio.Input, send);
    }

    /// <summary>Whether the process runs, or why not.</summary>
    internal Task<LaunchOutcome> Launched => _launched.Task;

    /// <summary>
    /// Its exit status, after its output is written, however long its reader takes: what a container has written last is kept for its reader too.
    /// 137 when the guest is lost; then nobody is waited for long.
    /// </summary>
    internal Task<int> Exited => _exited.Task;

    /// <summary>The exit status as soon as it is known, the output written or not; null before.</summary>
    internal int? Status => Volatile.Read(ref _status) is not None and var status ? status : null;

    /// <summary>Whether the exit status is not the guest's: it was lost. Known once the process has ended.</summary>
    internal bool IsLost { get; private set; }

    /// <summary>Whether the guest ran out of memory, once the process has ended.</summary>
    internal bool RanOutOfMemory { get; private set; }

    internal void Signal(int signal) => _send(FrameType.Signal, new PayloadWriter().Int32(signal).Written.ToArray());

    internal void Resize(ushort rows, ushort columns) => _send(FrameType.Resize, new WindowSize(rows, columns).Encode());

    public void OnFrame(Frame frame)
    {
        _rules.Check(frame);
        var payload = frame.Payload.Span;
        switch (frame.Type)
        {
            case FrameType.Started:
                _launched.TrySetResult(new LaunchOutcome(new PayloadReader(payload).Int32(), 0, null));
                _input.Start();
                break;
            case FrameType.Failed:
                _launched.TrySetResult(LaunchFailure.Describe(payload));
                break;
            case FrameType.Out:
                _output.Write(payload);
                break;
            case FrameType.Err:
                _error.Write(payload);
                break;
            case FrameType.Credit:
                _input.Grant(CreditWindow.Decode(payload).Count);
                break;
            default:
                RanOutOfMemory = payload.Length > sizeof(int) && payload[sizeof(int)] != 0;
                if (TryTake(new PayloadReader(payload).Int32()) is { } status)
                {
                    _ = FinishAsync(status, Timeout.InfiniteTimeSpan);
                }

                break;
        }
    }

    public void OnLost()
    {
        _launched.TrySetResult(new LaunchOutcome(0, 126, "the virtual machine ended: container not running"));
        if (TryTake(137) is { } status)
        {
            IsLost = true;
            _ = FinishAsync(status, LostBound);
        }
    }

    // The connection ends right behind the exit status, while the last output is still being written: the status that came is the one.
    private int? TryTake(int status) => Interlocked.CompareExchange(ref _status, status, None) == None ? status : null;

    private async Task FinishAsync(int status, TimeSpan bound)
    {
        await Task.WhenAny(Task.WhenAll(_output.FinishAsync(), _error.FinishAsync()), Task.Delay(bound));
        _exited.TrySetResult(status);
    }
}
