namespace Whelk.Guest.Protocol;

/// <summary>
/// How much may still be sent of one kind of data on one stream. The sender keeps one to know when to wait; the receiver keeps one to
/// catch a sender that does not. Not synchronised.
/// </summary>
public sealed class CreditWindow
{
    private long _available = FrameLimits.InitialCredit;

    /// <summary>The most that the next frame may carry; 0: wait for CREDIT.</summary>
    public int Available => (int)Math.Min(_available, FrameLimits.Data);

    /// <summary>What was sent and is not granted again yet.</summary>
    public uint Spent => (uint)(FrameLimits.InitialCredit - _available);

    /// <summary>Takes note of what was sent.</summary>
    /// <exception cref="ProtocolException">More than the credit: the sender broke the rule.</exception>
    public void Spend(int count)
    {
        if (count > _available)
        {
            throw new ProtocolException($"{count} bytes sent with a credit of {_available}");
        }

        _available -= count;
    }

    /// <summary>The receiver has passed on <paramref name="count"/> bytes.</summary>
    /// <exception cref="ProtocolException">Nothing, or more than was ever sent: such a frame is made up.</exception>
    public void Grant(uint count)
    {
        if (count == 0 || count > Spent)
        {
            throw new ProtocolException($"a credit of {count} for {Spent} bytes sent");
        }

        _available += count;
    }

    /// <summary>The payload of a CREDIT frame.</summary>
    public static byte[] Encode(FrameType type, uint count) => new PayloadWriter().UInt16((ushort)type).UInt32(count).Written.ToArray();

    /// <summary>Reads the payload of a CREDIT frame.</summary>
    /// <exception cref="ProtocolException">It is no such payload.</exception>
    public static (FrameType Type, uint Count) Decode(ReadOnlySpan<byte> payload)
    {
        var reader = new PayloadReader(payload);
        var credit = ((FrameType)reader.UInt16(), reader.UInt32());
        reader.End();
        return credit;
    }
}
