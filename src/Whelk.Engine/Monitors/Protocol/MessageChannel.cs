using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Whelk.Errors;

namespace Whelk.Engine.Monitors.Protocol;

/// <summary>Messages over a unix stream socket; not for use by two senders or two receivers at a time.</summary>
internal sealed class MessageChannel(Socket socket) : IDisposable
{
    internal Socket Socket => socket;

    internal async Task SendAsync<T>(T message, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(message, type);
        var frame = new byte[sizeof(uint) + json.Length];
        BinaryPrimitives.WriteUInt32LittleEndian(frame, (uint)json.Length);
        json.CopyTo(frame, sizeof(uint));
        for (var sent = 0; sent < frame.Length;)
        {
            sent += await socket.SendAsync(frame.AsMemory(sent), SocketFlags.None, cancellationToken);
        }
    }

    /// <summary>The next message, or null at the end of the connection.</summary>
    internal async Task<T?> ReceiveAsync<T>(JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        var header = new byte[sizeof(uint)];
        if (!await FillAsync(header, cancellationToken))
        {
            return null;
        }

        var length = BinaryPrimitives.ReadUInt32LittleEndian(header);
        if (length > MonitorProtocol.MaximumMessage)
        {
            throw new WhelkException(ErrorCode.Corrupt, $"a monitor's message of {length} bytes is too long");
        }

        var json = new byte[length];
        return await FillAsync(json, cancellationToken) ? JsonSerializer.Deserialize(json, type) : null;
    }

    public void Dispose() => socket.Dispose();

    private async Task<bool> FillAsync(byte[] buffer, CancellationToken cancellationToken)
    {
        try
        {
            for (var filled = 0; filled < buffer.Length;)
            {
                var count = await socket.ReceiveAsync(buffer.AsMemory(filled), SocketFlags.None, cancellationToken);
                if (count == 0)
                {
                    return false;
                }

                filled += count;
            }

            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
