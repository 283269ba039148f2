using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Threading.Channels;
using Microsoft.Win32.SafeHandles;
using Whelk.Guest.Protocol;
using Whelk.Linux.Sockets;
using Whelk.Linux.Waiting;

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

    private readonly Stream _stream;
    private readonly Socket? _socket;
    private readonly FrameParser _parser = new();
    private readonly Channel<byte[]> _outgoing = Channel.CreateUnbounded<byte[]>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Task _writer;
    private long _waiting;
    private volatile bool _isUnread;

    /// <param name="stream">The connection's from here on.</param>
    internal FrameConnection(Stream stream)
    {
        _stream = stream;
        _writer = WriteAsync();
    }

    /// <param name="socket">The connection's from here on.</param>
    internal FrameConnection(Socket socket)
        : this(new NetworkStream(socket, ownsSocket: true)) => _socket = socket;

    /// <summary>Whether all that has come was whole frames.</summary>
    internal bool IsBetweenFrames => _parser.IsEmpty;

    /// <summary>Queues a frame; one that comes after the end is dropped.</summary>
    internal void Post(FrameType type, ushort stream, ReadOnlySpan<byte> payload = default)
    {
        var frame = FrameEncoder.Encode(type, stream, payload);
        if (Interlocked.Add(ref _waiting, frame.Length + Overhead) > MostWaiting)
        {
            _isUnread = true;
            _outgoing.Writer.TryComplete();
            _stream.Dispose();
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

    /// <summary>Gives the other side of a socket something open, when it waits for that and for nothing else; it stays the caller's as well.</summary>
    internal void Pass(SafeHandle descriptor) => DescriptorPassing.Send(Passing.SafeHandle, descriptor, [0]);

    /// <summary>What the other side passes next; the caller disposes it. Null when it is gone, or sends something else.</summary>
    internal async Task<SafeFileHandle?> ReceivePassedAsync(CancellationToken cancellationToken)
    {
        var handle = Passing.SafeHandle;
        try
        {
            await FdWatcher.Shared.ReadableAsync(handle, cancellationToken);
            var word = new byte[1];
            return DescriptorPassing.Receive(handle, word).Descriptor;
        }
        finally
        {
            FdWatcher.Shared.Forget(handle);
        }
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
        _stream.Dispose();
    }

    private Socket Passing => _socket ?? throw new InvalidOperationException("descriptors pass through sockets alone");

    private async Task<int> TryReceiveAsync(Memory<byte> room, CancellationToken cancellationToken)
    {
        try
        {
            return await _stream.ReadAsync(room, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
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
                await _stream.WriteAsync(frame);
                Interlocked.Add(ref _waiting, -(frame.Length + Overhead));
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // Whoever receives on this connection finds out; what was queued has no reader any more.
            _outgoing.Writer.TryComplete();
        }
    }
}
