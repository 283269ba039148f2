using System.Buffers.Binary;
using System.Net.Sockets;
using Whelk.Engine.Logs;
using Whelk.Linux.Sockets;
using Whelk.Linux.Waiting;

namespace Whelk.Engine.Monitors;

/// <summary>
/// One connection that is joined to a process' streams. Frames are Docker's: one byte stream number, three zeros, a big-endian u32 length.
/// Nothing is sent before <see cref="OpenAsync"/>, so that the reply to the request comes first.
/// </summary>
internal sealed class Attachment(Socket socket, bool framed, bool wantsOutput, bool wantsError) : IDisposable
{
    private const int HeaderLength = 8;

    // What two pipes can hold: a process may make each of its own as large as a mebibyte (pipe(7), pipe-max-size).
    private const int MostThatIsLeft = 2 << 20;

    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim _sending = new(1, 1);
    private LogEnd? _after;
    private int _disposed;

    /// <summary>The end of the log that it follows; null where it does not.</summary>
    internal LogMark? After => _after?.Mark;

    internal Socket Socket => socket;

    /// <summary>Lets it begin where the log ended: with the lines that had only begun then. Before it is opened.</summary>
    internal void Follow(LogEnd end) => _after = end;

    /// <summary>Lets output through.</summary>
    /// <exception cref="SocketException">The reader is gone.</exception>
    internal async Task OpenAsync()
    {
        foreach (var (stream, begun) in _after is { } end ? [(1, end.Output), (2, end.Error)] : Array.Empty<(int, byte[])>())
        {
            if (begun.Length > 0 && Wants(stream))
            {
                await SendFrameAsync(stream, begun, CancellationToken.None);
            }
        }

        _opened.TrySetResult();
    }

    /// <summary>Passes output on, waiting where the reader is slow.</summary>
    /// <returns>False when nothing more can be sent: the reader is gone, or the wait was ended.</returns>
    internal async Task<bool> SendAsync(int stream, ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        if (!Wants(stream))
        {
            return true;
        }

        try
        {
            await _opened.Task.WaitAsync(cancellationToken);
            await _sending.WaitAsync(cancellationToken);
            try
            {
                await SendFrameAsync(stream, data, cancellationToken);
                return true;
            }
            finally
            {
                _sending.Release();
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>The process has ended: the kernel keeps what is left of its output for a slow reader, whatever becomes of us.</summary>
    internal void TakeAll()
    {
        if (_disposed == 0)
        {
            SendBuffer.Widen(socket.SafeHandle, MostThatIsLeft);
        }
    }

    /// <summary>Completes when the other end has closed the connection for good; a half-close ends its input alone.</summary>
    internal Task GoneAsync() => _disposed == 0 ? FdWatcher.Shared.HungUpAsync(socket.SafeHandle) : Task.CompletedTask;

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        // Who waits for it to be opened finds it closed.
        _opened.TrySetResult();
        try
        {
            FdWatcher.Shared.Forget(socket.SafeHandle);
            socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The other end went first.
        }

        socket.Dispose();
    }

    private bool Wants(int stream) => stream == 1 ? wantsOutput : wantsError;

    private async Task SendFrameAsync(int stream, ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        if (framed)
        {
            var header = new byte[HeaderLength];
            header[0] = (byte)stream;
            BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(4), (uint)data.Length);
            await SendAllAsync(header, cancellationToken);
        }

        await SendAllAsync(data, cancellationToken);
    }

    private async Task SendAllAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        while (!data.IsEmpty)
        {
            data = data[await socket.SendAsync(data, SocketFlags.None, cancellationToken)..];
        }
    }
}
