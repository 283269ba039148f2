using System.Buffers.Binary;
using System.Net.Sockets;

namespace Whelk.Engine.Monitors;

/// <summary>
/// One connection that is joined to a process' streams. Frames are Docker's: one byte stream number, three zeros, a big-endian u32 length.
/// Nothing is sent before <see cref="Open"/>, so that the reply to the request comes first.
/// </summary>
internal sealed class Attachment(Socket socket, bool framed, bool wantsOutput, bool wantsError) : IDisposable
{
    private const int HeaderLength = 8;

    private readonly SemaphoreSlim _sending = new(0, 1);
    private volatile bool _gone;

    internal Socket Socket => socket;

    /// <summary>Lets output through.</summary>
    internal void Open() => _sending.Release();

    /// <summary>Passes output on, waiting where the reader is slow; a reader that is gone takes nothing.</summary>
    internal async Task SendAsync(int stream, ReadOnlyMemory<byte> data)
    {
        if (_gone || !(stream == 1 ? wantsOutput : wantsError))
        {
            return;
        }

        await _sending.WaitAsync();
        try
        {
            if (framed)
            {
                var header = new byte[HeaderLength];
                header[0] = (byte)stream;
                BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(4), (uint)data.Length);
                await SendAllAsync(header);
            }

            await SendAllAsync(data);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            _gone = true;
        }
        finally
        {
            _sending.Release();
        }
    }

    public void Dispose()
    {
        _gone = true;
        try
        {
            socket.Shutdown(SocketShutdown.Both);
        }
        catch (SocketException)
        {
            // The other end went first.
        }

        socket.Dispose();
    }

    private async Task SendAllAsync(ReadOnlyMemory<byte> data)
    {
        while (!data.IsEmpty)
        {
            data = data[await socket.SendAsync(data, SocketFlags.None)..];
        }
    }
}
