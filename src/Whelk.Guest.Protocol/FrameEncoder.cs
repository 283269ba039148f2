using System.Buffers.Binary;

namespace Whelk.Guest.Protocol;

/// <summary>Makes frames of payloads.</summary>
public static class FrameEncoder
{
    /// <summary>One frame as it goes over the wire.</summary>
    /// <exception cref="ProtocolException">The payload is beyond <see cref="FrameLimits.Payload"/>.</exception>
    public static byte[] Encode(FrameType type, ushort stream, ReadOnlySpan<byte> payload)
    {
        if (payload.Length > FrameLimits.Payload)
        {
            throw new ProtocolException($"a frame of {payload.Length} bytes (the limit is {FrameLimits.Payload})");
        }

        var frame = new byte[FrameLimits.Header + payload.Length];
        WriteHeader(frame, type, stream, payload.Length);
        payload.CopyTo(frame.AsSpan(FrameLimits.Header));
        return frame;
    }

    /// <summary>Writes the header alone, for a payload that stands behind it already.</summary>
    public static void WriteHeader(Span<byte> header, FrameType type, ushort stream, int length)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(header, (uint)length);
        BinaryPrimitives.WriteUInt16LittleEndian(header[4..], (ushort)type);
        BinaryPrimitives.WriteUInt16LittleEndian(header[6..], stream);
    }
}
