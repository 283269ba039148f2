using System.Buffers.Binary;
using System.Net.Sockets;

namespace Whelk.Networks.Names;

/// <summary>Messages over TCP: two bytes of length before each. RFC 1035 §4.2.2. The socket remains the caller's.</summary>
internal sealed class TcpMessages(Socket socket)
{
    /// <summary>The next message; null at the end of the connection, or where it is longer than <paramref name="longest"/>.</summary>
    internal async Task<byte[]?> ReceiveAsync(int longest, CancellationToken cancellationToken)
    {
        var header = new byte[sizeof(ushort)];
        if (!await FillAsync(header, cancellationToken) || BinaryPrimitives.ReadUInt16BigEndian(header) > longest)
        {
            return null;
        }

        var message = new byte[BinaryPrimitives.ReadUInt16BigEndian(header)];
        return await FillAsync(message, cancellationToken) ? message : null;
    }

    internal async Task SendAsync(byte[] message, CancellationToken cancellationToken)
    {
        var frame = new byte[sizeof(ushort) + message.Length];
        BinaryPrimitives.WriteUInt16BigEndian(frame, (ushort)message.Length);
        message.CopyTo(frame, sizeof(ushort));
        for (var sent = 0; sent < frame.Length;)
        {
            sent += await socket.SendAsync(frame.AsMemory(sent), cancellationToken);
        }
    }

    private async Task<bool> FillAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        while (!buffer.IsEmpty)
        {
            var count = await socket.ReceiveAsync(buffer, cancellationToken);
            if (count == 0)
            {
                return false;
            }

            buffer = buffer[count..];
        }

        return true;
    }
}
