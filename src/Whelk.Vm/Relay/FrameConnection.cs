using System.Net.Sockets;
using System.Threading.Channels;
using Whelk.Guest.Protocol;

namespace Whelk.Vm.Relay;

/// <summary>
/// Frames over a socket: to the agent, to the monitor, to an exec's proxy.
/// Posting never blocks: the streams' credit bounds what waits, and a reader that does not read at all loses the connection.
/// </summary>
internal sealed class FrameConnection : IAsyncDisposable
{
    // Far more than any number of streams leads to as long as the other side reads.
    private const long MostWaiting = 64 << 20;

    // What a frame costs here beside its bytes: the smallest are many times their own size.
    private const int Overhead = 64;

    private readonly Socket _socket;
    private readonly FrameParser _parser = new();
    private readonly Channel<byte[]> _outgoing = Channel.CreateUnbounded<byte[]>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Task _writer;
    private long _waiting;
    private volatile bool _isUnread;

    internal FrameConnection(Socket socket)
    {
        _socket = socket;
        _writer = WriteAsync();
    }

    /// <summary>Queues a frame; one that comes after the end is dropped.</summary>
    internal void Post(FrameType type, ushort stream, ReadOnlySpan<byte> payload = default)
    {
        var frame = FrameEncoder.Encode(type, stream, payload);
        if (Interlocked.Add(ref _waiting, frame.Length + Overhead) > MostWaiting)
        {
            _isUnread = true;
            _outgoing.Writer.TryComplete();
            _socket.Dispose();
            return;
        }

        _outgoing.Writer.TryWrite(frame);
    }

    /// <summary>The next frame, or null when the other side is gone. The payload is valid until the next call.</summary>
    /// <exception cref="ProtocolException">What came is no frame, or the other side does not read.</exception>
    internal async ValueTask<Frame?> ReceiveAsync(CancellationToken cancellationToken = default)
    {
        Frame frame;
        while (!_parser.TryRead(out frame))
        {
            var count = await TryReceiveAsync(_parser.Room(), cancellationToken);
            if (count == 0)
            {
                return _isUnread ? throw new ProtocolException($"{MostWaiting >> 20} MiB wait for the other side, which does not read") : null;
            }

            _parser.Advance(count);
        }

        return frame;
    }

    /// <summary>Takes nothing more to send, and completes when everything is sent, however long the other side takes, or it is gone.</summary>
    internal Task FinishAsync()
    {
        _outgoing.Writer.TryComplete();
        return _writer;
    }

    /// <summary>Sends what is queued (for at most a second: the other side may have stopped reading) and closes.</summary>
    public async ValueTask DisposeAsync()
    {
        _outgoing.Writer.TryComplete();
        await Task.WhenAny(_writer, Task.Delay(TimeSpan.FromSeconds(1)));
        _socket.Dispose();
    }

    private async Task<int> TryReceiveAsync(Memory<byte> room, CancellationToken cancellationToken)
    {
        try
        {
            return await _socket.ReceiveAsync(room, cancellationToken);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            return 0;
        }
    }

    private async Task WriteAsync()
    {
        try
        {
            await foreach (var frame in _outgoing.Reader.ReadAllAsync())
            {
                for (var sent = 0; sent < frame.Length;)
                {
                    sent += await _socket.SendAsync(frame.AsMemory(sent));
                }

                Interlocked.Add(ref _waiting, -(frame.Length + Overhead));
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // Whoever receives on this connection finds out; what was queued has no reader any more.
            _outgoing.Writer.TryComplete();
        }
    }
}
