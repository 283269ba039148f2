using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;

namespace Whelk.Engine.Health;

/// <summary>Reads both streams of a process from its monitor as one text: frames with a head of eight bytes, of which the last four are the length.</summary>
internal static class FramedText
{
    private const int Head = 8;

    /// <summary>Reads to the end, so that the process is not held up, and keeps the first part.</summary>
    internal static async Task<string> ReadAsync(Socket streams, int maximum, CancellationToken cancellationToken)
    {
        var kept = new byte[maximum];
        var length = 0;
        var head = new byte[Head];
        var buffer = new byte[4096];
        while (await FillAsync(streams, head, cancellationToken))
        {
            var left = (long)BinaryPrimitives.ReadUInt32BigEndian(head.AsSpan(Head / 2));
            while (left > 0)
            {
                var count = await streams.ReceiveAsync(buffer.AsMemory(0, (int)Math.Min(left, buffer.Length)), SocketFlags.None, cancellationToken);
                if (count == 0)
                {
                    break;
                }

                var taken = Math.Min(count, maximum - length);
                buffer.AsSpan(0, taken).CopyTo(kept.AsSpan(length));
                length += taken;
                left -= count;
            }
        }

        return Encoding.UTF8.GetString(kept, 0, length);
    }

    private static async Task<bool> FillAsync(Socket streams, byte[] head, CancellationToken cancellationToken)
    {
        for (var filled = 0; filled < head.Length;)
        {
            var count = await streams.ReceiveAsync(head.AsMemory(filled), SocketFlags.None, cancellationToken);
            if (count == 0)
            {
                return false;
            }

            filled += count;
        }

        return true;
    }
}
