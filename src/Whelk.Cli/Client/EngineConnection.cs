using System.Net.Sockets;
using System.Text;
using Whelk.Errors;

namespace Whelk.Cli.Client;

/// <summary>
/// One HTTP/1.1 connection to the daemon, kept alive between requests. Calls block and are for one thread at a time: a client that
/// lives for milliseconds gains nothing from an event loop and pays for starting it.
/// </summary>
internal sealed class EngineConnection(Socket socket) : IDisposable
{
    private const int MaximumHeadBytes = 64 * 1024;
    private static readonly byte[] EndOfHead = "\r\n\r\n"u8.ToArray();
    private byte[] _buffer = new byte[16 * 1024];
    private int _start;
    private int _end;

    /// <summary>Sends the whole request, and an upload's every byte.</summary>
    public void Send(EngineRequest request)
    {
        var head = request.Head();
        // One write for head and body: the daemon then needs one read.
        var message = new byte[Encoding.UTF8.GetMaxByteCount(head.Length) + request.Body.Length];
        var length = Encoding.UTF8.GetBytes(head, message);
        request.Body.Span.CopyTo(message.AsSpan(length));
        Write(message.AsSpan(0, length + request.Body.Length));
        if (request.Upload is { } upload)
        {
            SendChunks(upload);
        }
    }

    /// <summary>Reads the head of the next final response; interim ones (1xx but 101) are skipped.</summary>
    /// <exception cref="WhelkException">Corrupt or Unavailable: the peer speaks no HTTP, or went away.</exception>
    public ResponseHead ReadHead()
    {
        while (true)
        {
            var head = ReadAnyHead();
            if (head.Status is 101 or >= 200)
            {
                return head;
            }
        }
    }

    /// <summary>Up to <paramref name="target"/>.Length bytes of what the daemon sent; 0 at the end.</summary>
    public int Read(Span<byte> target)
    {
        if (_start == _end)
        {
            return Receive(target);
        }

        var count = Math.Min(target.Length, _end - _start);
        _buffer.AsSpan(_start, count).CopyTo(target);
        _start += count;
        return count;
    }

    /// <summary>Sends all of <paramref name="bytes"/>.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        try
        {
            while (!bytes.IsEmpty)
            {
                bytes = bytes[socket.Send(bytes)..];
            }
        }
        catch (SocketException failure)
        {
            throw Gone(failure);
        }
    }

    /// <summary>Tells the peer that nothing more comes; it may go on sending.</summary>
    public void CloseWrite() => Shutdown(SocketShutdown.Send);

    /// <summary>Ends both directions, so that a thread blocked in <see cref="Read"/> comes back.</summary>
    public void Abort() => Shutdown(SocketShutdown.Both);

    public void Dispose() => socket.Dispose();

    private static WhelkException Gone(SocketException? failure) =>
        new(ErrorCode.Unavailable, "the connection to the Whelk daemon was lost", failure);

    private ResponseHead ReadAnyHead()
    {
        int found;
        while ((found = _buffer.AsSpan(_start, _end - _start).IndexOf(EndOfHead)) < 0)
        {
            Fill();
        }

        var head = ResponseHead.Parse(_buffer.AsSpan(_start, found));
        _start += found + EndOfHead.Length;
        return head;
    }

    private void Fill()
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        if (_end == _buffer.Length)
        {
            if (_end >= MaximumHeadBytes)
            {
                throw new WhelkException(ErrorCode.Corrupt, "the daemon's answer has an endless head");
            }

            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        var count = Receive(_buffer.AsSpan(_end));
        _end += count > 0 ? count : throw Gone(null);
    }

    private int Receive(Span<byte> target)
    {
        try
        {
            return socket.Receive(target);
        }
        catch (SocketException failure)
        {
            throw Gone(failure);
        }
    }

    private void SendChunks(Stream upload)
    {
        var buffer = new byte[64 * 1024];
        int count;
        while ((count = upload.Read(buffer)) > 0)
        {
            Write(Encoding.ASCII.GetBytes($"{count:x}\r\n"));
            Write(buffer.AsSpan(0, count));
            Write("\r\n"u8);
        }

        Write("0\r\n\r\n"u8);
    }

    private void Shutdown(SocketShutdown how)
    {
        try
        {
            socket.Shutdown(how);
        }
        catch (SocketException)
        {
            // The peer was faster: what was to be ended has ended.
        }
    }
}
