using Microsoft.Win32.SafeHandles;
using Whelk.Guest.Protocol;
using Whelk.Linux.Native;
using Whelk.Linux.Waiting;
using Gate = System.Threading.Monitor;

namespace Whelk.Vm.Relay;

/// <summary>Reads the caller's standard input on a thread of its own and sends it as far as the guest's credit goes.</summary>
internal sealed class InputPump
{
    private readonly SafeFileHandle _source;
    private readonly Action<FrameType, byte[]> _send;
    private readonly CreditWindow _window = new();
    private readonly object _gate = new();

    internal InputPump(SafeFileHandle source, Action<FrameType, byte[]> send) => (_source, _send) = (source, send);

    internal void Start() => new Thread(Loop, 128 * 1024) { IsBackground = true, Name = "stdin" }.Start();

    internal void Grant(uint count)
    {
        lock (_gate)
        {
            _window.Grant(count);
            Gate.Pulse(_gate);
        }
    }

    private void Loop()
    {
        var buffer = new byte[FrameLimits.Data];
        int count;
        do
        {
            count = TryRead(buffer.AsSpan(0, WaitForCredit()));
            if (count > 0)
            {
                Spend(count);
                _send(FrameType.Stdin, buffer[..count]);
            }
        }
        while (count > 0);
        _send(FrameType.Eof, []);
    }

    private int WaitForCredit()
    {
        lock (_gate)
        {
            while (_window.Available == 0)
            {
                Gate.Wait(_gate);
            }

            return _window.Available;
        }
    }

    private void Spend(int count)
    {
        lock (_gate)
        {
            _window.Spend(count);
        }
    }

    private int TryRead(Span<byte> buffer)
    {
        try
        {
            return BlockingIo.Read(_source, buffer);
        }
        catch (Exception exception) when (exception is SyscallException or ObjectDisposedException)
        {
            // A closed or foreign descriptor as standard input reads as its end; so does one that is closed while this thread waits for credit.
            return 0;
        }
    }
}
