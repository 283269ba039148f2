using Microsoft.Win32.SafeHandles;
using Whelk.Guest.Protocol;
using Whelk.Linux.Native;
using Whelk.Linux.Waiting;
using Gate = System.Threading.Monitor;

namespace Whelk.Vm.Relay;

/// <summary>
/// Writes one output to a descriptor of the caller's, on a thread of its own: it may be a file, a pipe or a terminal, shared with others,
/// so it must stay blocking. What has been written is given back as credit; a reader that is gone does not stop the workload.
/// </summary>
internal sealed class OutputPump
{
    private readonly SafeFileHandle _target;
    private readonly FrameType _type;
    private readonly Action<FrameType, byte[]> _send;
    private readonly CreditWindow _window = new();
    private readonly CreditReturn _written = new();
    private readonly object _gate = new();
    private readonly Queue<byte[]> _queue = new();
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Thread? _thread;

    internal OutputPump(SafeFileHandle target, FrameType type, Action<FrameType, byte[]> send) => (_target, _type, _send) = (target, type, send);

    /// <summary>Queues some data, at least one byte.</summary>
    /// <exception cref="ProtocolException">The guest sent more than it was allowed.</exception>
    internal void Write(ReadOnlySpan<byte> data)
    {
        lock (_gate)
        {
            _window.Spend(data.Length);
        }

        Add(data.ToArray());
        if (_thread is null)
        {
            _thread = new Thread(Loop, 128 * 1024) { IsBackground = true, Name = _type.ToString() };
            _thread.Start();
        }
    }

    /// <summary>Completes when everything is written.</summary>
    internal Task FinishAsync()
    {
        if (_thread is null)
        {
            _done.TrySetResult();
        }

        Add([]);
        return _done.Task;
    }

    // An empty item is the end.
    private void Add(byte[] data)
    {
        lock (_gate)
        {
            _queue.Enqueue(data);
            Gate.Pulse(_gate);
        }
    }

    private byte[] Take()
    {
        lock (_gate)
        {
            while (_queue.Count == 0)
            {
                Gate.Wait(_gate);
            }

            return _queue.Dequeue();
        }
    }

    private void Loop()
    {
        var gone = false;
        for (var data = Take(); data.Length > 0; data = Take())
        {
            gone = gone || !TryWrite(data);
            Return(data.Length);
        }

        _done.TrySetResult();
    }

    private void Return(int count)
    {
        if (_written.Add(count) is not (> 0 and var credit))
        {
            return;
        }

        lock (_gate)
        {
            _window.Grant(credit);
        }

        _send(FrameType.Credit, CreditWindow.Encode(_type, credit));
    }

    private bool TryWrite(byte[] data)
    {
        try
        {
            return BlockingIo.Write(_target, data);
        }
        catch (SyscallException)
        {
            // A full disk behind a redirected output, say: the workload is not ours to stop for it.
            return false;
        }
    }
}
