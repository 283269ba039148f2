using Microsoft.Win32.SafeHandles;
using Whelk.Guest.Port;
using Whelk.Guest.Protocol;
using Whelk.Linux.Waiting;

namespace Whelk.Guest.Processes;

/// <summary>One output of a process on its way to the host, as far as the host's credit goes.</summary>
internal sealed class OutputReader
{
    private readonly SafeFileHandle _source;
    private readonly FrameType _type;
    private readonly ushort _stream;
    private readonly EventLoop _loop;
    private readonly HostPort _port;
    private readonly Action _ended;
    private readonly CreditWindow _credit = new();
    private readonly byte[] _buffer = new byte[FrameLimits.Data];
    private bool _draining;

    internal OutputReader(SafeFileHandle source, FrameType type, ushort stream, EventLoop loop, HostPort port, Action ended) =>
        (_source, _type, _stream, _loop, _port, _ended) = (source, type, stream, loop, port, ended);

    internal bool Ended { get; private set; }

    internal void Grant(uint count)
    {
        _credit.Grant(count);
        Update();
    }

    /// <summary>The process is gone: what it wrote is in the pipe, and when that is empty this output has ended, whoever else holds it.</summary>
    internal void Drain()
    {
        _draining = true;
        Update();
    }

    /// <summary>Reads as long as there is data, credit and room; then waits for whichever is missing.</summary>
    internal void Update()
    {
        while (!Ended && _credit.Available > 0 && !_port.Full)
        {
            var count = NonBlocking.Read(_source, _buffer.AsSpan(0, _credit.Available));
            if (count == NonBlocking.Again && !_draining)
            {
                break;
            }

            if (count <= 0)
            {
                End();
                return;
            }

            _credit.Spend(count);
            _port.Send(_type, _stream, _buffer.AsSpan(0, count));
        }

        if (!Ended)
        {
            _loop.Want(_source, read: _credit.Available > 0 && !_port.Full, write: false);
        }
    }

    private void End()
    {
        Ended = true;
        _loop.Want(_source, read: false, write: false);
        _ended();
    }
}
