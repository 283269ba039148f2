using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Whelk.Linux.Native;

namespace Whelk.Linux.Netlink;

/// <summary>
/// A netlink socket. It stays in the network namespace of the thread that opened it, whichever thread uses it later.
/// One exchange at a time; callers on several threads wait for each other. netlink(7).
/// </summary>
public sealed class NetlinkSocket : IDisposable
{
    private const int AnswerTimeoutSeconds = 10;
    private const int DumpAttempts = 8;
    private const ushort NLMSG_ERROR = 2;
    private const ushort NLMSG_DONE = 3;
    private const int NlmsghdrSize = 16;
    private readonly Lock _gate = new();
    private readonly byte[] _buffer = new byte[64 * 1024];
    private readonly SafeFileHandle _socket;
    private uint _sequence = 1;

    private NetlinkSocket(SafeFileHandle socket) => _socket = socket;

    /// <summary>Opens a socket in this thread's network namespace.</summary>
    public static unsafe NetlinkSocket Open(NetlinkProtocol protocol)
    {
        var fd = Libc.socket(Libc.AF_NETLINK, Libc.SOCK_RAW | Libc.SOCK_CLOEXEC, (int)protocol);
        var socket = new NetlinkSocket(Libc.Own(SyscallResult.Check(fd, "socket", protocol.ToString())));

        // SAFETY: the options take an int, the timeout a timeval of two longs; all live on this stack frame.
        var on = 1;
        var timeout = stackalloc long[2] { AnswerTimeoutSeconds, 0 };
        _ = Libc.setsockopt(socket._socket, Libc.SOL_NETLINK, Libc.NETLINK_CAP_ACK, &on, sizeof(int));
        _ = Libc.setsockopt(socket._socket, Libc.SOL_NETLINK, Libc.NETLINK_EXT_ACK, &on, sizeof(int));
        _ = Libc.setsockopt(socket._socket, Libc.SOL_SOCKET, Libc.SO_RCVTIMEO, timeout, 16);
        return socket;
    }

    /// <summary>Sends the batch and waits until the kernel has answered every message that asks for it.</summary>
    /// <returns>What the kernel sent besides acknowledgements, in order.</returns>
    /// <exception cref="SyscallException">The first message that failed; the others were carried out (rtnetlink) or not (nfnetlink).</exception>
    public IReadOnlyList<NetlinkMessage> Exchange(NetlinkBatch batch)
    {
        lock (_gate)
        {
            for (var attempt = 1; ; attempt++)
            {
                var exchange = ExchangeOnce(batch);
                if (!exchange.Interrupted || attempt == DumpAttempts)
                {
                    exchange.ThrowFirstFailure();
                    return exchange.Messages;
                }
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    private NetlinkExchange ExchangeOnce(NetlinkBatch batch)
    {
        var exchange = new NetlinkExchange(batch, _sequence);
        Send(batch.Seal(_sequence));
        _sequence += (uint)batch.Entries.Length;
        while (!exchange.IsComplete)
        {
            ReadDatagram(exchange, _buffer.AsSpan(0, Receive()));
        }

        return exchange;
    }

    private static void ReadDatagram(NetlinkExchange exchange, ReadOnlySpan<byte> datagram)
    {
        while (datagram.Length >= NlmsghdrSize)
        {
            var header = MemoryMarshal.Read<Libc.nlmsghdr>(datagram);
            if (header.nlmsg_len < NlmsghdrSize || header.nlmsg_len > datagram.Length)
            {
                return;
            }

            var payload = datagram[NlmsghdrSize..(int)header.nlmsg_len];
            if (header.nlmsg_type is NLMSG_ERROR or NLMSG_DONE && payload.Length >= 4)
            {
                exchange.Answer(header.nlmsg_seq, (Errno)(-BinaryPrimitives.ReadInt32LittleEndian(payload)), payload);
            }
            else
            {
                exchange.Receive(header.nlmsg_seq, header.nlmsg_type, (NetlinkFlags)header.nlmsg_flags, payload);
            }

            datagram = datagram[Math.Min(datagram.Length, ((int)header.nlmsg_len + 3) & ~3)..];
        }
    }

    private unsafe void Send(ReadOnlySpan<byte> bytes)
    {
        // SAFETY: the span is pinned for the call and its length is passed.
        fixed (byte* pointer = bytes)
        {
            SyscallResult.Check(Libc.send(_socket, pointer, bytes.Length, 0), "send", "netlink");
        }
    }

    private unsafe int Receive()
    {
        // SAFETY: the buffer is pinned for the call and its length is passed.
        fixed (byte* pointer = _buffer)
        {
            nint count;
            do
            {
                count = Libc.recv(_socket, pointer, _buffer.Length, 0);
            }
            while (count == -1 && SyscallResult.LastError == Errno.EINTR);
            return (int)SyscallResult.Check(count, "recv", "netlink");
        }
    }
}
