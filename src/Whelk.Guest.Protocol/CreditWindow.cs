namespace Whelk.Guest.Protocol;

/// <summary>How much may still be sent of one kind of data on one stream. Not synchronised: it belongs to the sender's loop.</summary>
public sealed class CreditWindow
{
    private long _available = FrameLimits.InitialCredit;

    /// <summary>The most that the next frame may carry; 0: wait for CREDIT.</summary>
    public int Available => (int)Math.Min(_available, FrameLimits.Data);

    /// <summary>Takes note of what was sent.</summary>
    /// <exception cref="ProtocolException">More than <see cref="Available"/>: for a receiver that counts, the sender broke the rule.</exception>
    public void Spend(int count)
    {
        if (count > _available)
        {
            throw new ProtocolException($"{count} bytes sent with a credit of {_available}");
        }

        _available -= count;
    }

    /// <summary>The receiver has passed on <paramref name="count"/> bytes. Beyond the window is a lie, and is cut.</summary>
    public void Grant(uint count) => _available = Math.Min(_available + count, FrameLimits.InitialCredit);

    /// <summary>The payload of a CREDIT frame.</summary>
    public static byte[] Encode(FrameType type, uint count) => new PayloadWriter().UInt16((ushort)type).UInt32(count).Written.ToArray();

    /// <summary>Reads the payload of a CREDIT frame.</summary>
    public static (FrameType Type, uint Count) Decode(ReadOnlySpan<byte> payload)
    {
        var reader = new PayloadReader(payload);
        return ((FrameType)reader.UInt16(), reader.UInt32());
    }
}
