namespace Whelk.Guest.Protocol;

/// <summary>Rows and columns of a terminal; 0 leaves what it is.</summary>
public sealed record WindowSize(ushort Rows, ushort Columns)
{
    /// <summary>The payload of a RESIZE frame.</summary>
    public byte[] Encode() => new PayloadWriter().UInt16(Rows).UInt16(Columns).Written.ToArray();

    /// <summary>Reads the payload of a RESIZE frame.</summary>
    public static WindowSize Decode(ReadOnlySpan<byte> payload)
    {
        var reader = new PayloadReader(payload);
        return new WindowSize(reader.UInt16(), reader.UInt16());
    }

    internal static WindowSize? Read(ref PayloadReader r)
    {
        var present = r.Bool();
        var size = new WindowSize(r.UInt16(), r.UInt16());
        return present ? size : null;
    }
}
