using Microsoft.Win32.SafeHandles;
using Whelk.Guest.Port;
using Whelk.Guest.Protocol;
using Whelk.Linux.Files;
using Whelk.Linux.Waiting;

namespace Whelk.Guest.Processes;

/// <summary>Standard input of a process: what came and was not taken yet, never more than the credit the host has.</summary>
internal sealed class InputWriter
{
    private readonly SafeFileHandle _target;
    private readonly ushort _stream;
    private readonly EventLoop _loop;
    private readonly HostPort _port;
    private readonly bool _terminal;
    private readonly CreditWindow _credit = new();
    private readonly CreditReturn _passedOn = new();
    private readonly Queue<byte[]> _queue = new();
    private int _offset;
    private bool _ending;
    private bool _closed;

    internal InputWriter(SafeFileHandle target, ushort stream, EventLoop loop, HostPort port, bool terminal)
    {
        (_stream, _loop, _port, _terminal) = (stream, loop, port, terminal);

        // Of a terminal the master is read and written: epoll wants a descriptor for each.
        _target = terminal ? Descriptor.Duplicate(target) : target;
        loop.Add(_target, Flush);
    }

    internal void Write(ReadOnlySpan<byte> data)
    {
        _credit.Spend(data.Length);
        if (!_closed && !data.IsEmpty)
        {
            _queue.Enqueue(data.ToArray());
            Flush();
        }
    }

    /// <summary>Closes the pipe after what is queued. A terminal has no end of its own: the host types one.</summary>
    internal void End()
    {
        _ending = !_terminal;
        Flush();
    }

    internal void Close()
    {
        if (!_closed)
        {
            _closed = true;
            _queue.Clear();
            _loop.Remove(_target);
            _target.Dispose();
        }
    }

    private void Flush()
    {
        while (!_closed && _queue.TryPeek(out var data))
        {
            var count = NonBlocking.Write(_target, data.AsSpan(_offset));
            if (count == NonBlocking.Again)
            {
                break;
            }

            if (count == NonBlocking.Gone)
            {
                Close();
                return;
            }

            _offset += count;
            Return(count);
            if (_offset == data.Length)
            {
                _queue.Dequeue();
                _offset = 0;
            }
        }

        if (_ending && _queue.Count == 0)
        {
            Close();
        }
        else if (!_closed)
        {
            _loop.Want(_target, read: false, write: _queue.Count > 0);
        }
    }

    private void Return(int count)
    {
        if (_passedOn.Add(count) is > 0 and var credit)
        {
            _credit.Grant(credit);
            _port.Send(FrameType.Credit, _stream, CreditWindow.Encode(FrameType.Stdin, credit));
        }
    }
}
