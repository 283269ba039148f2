using System.Text;

namespace Whelk.Networks.Names.Messages;

/// <summary>Domain names as messages carry them: labels with a length before each, a zero at the end. RFC 1035 §3.1, §4.1.4.</summary>
internal static class DnsName
{
    private const int LongestLabel = 63;
    private const int LongestName = 255;
    private const int PointerBits = 0xC0;

    /// <summary>Reads a name that has no compression, as the first name of a message cannot have: nothing is there yet to point to.</summary>
    /// <param name="message">The message.</param>
    /// <param name="offset">Where the name starts; afterwards, where it has ended.</param>
    /// <param name="text">In lower case, with dots between the labels, empty for the root. Null for a name that no text stands for: a label with a dot or a control in it.</param>
    /// <returns>False where it is malformed.</returns>
    internal static bool TryRead(ReadOnlySpan<byte> message, ref int offset, out string? text)
    {
        text = null;
        var start = offset;
        var characters = new StringBuilder();
        var printable = true;
        while (offset < message.Length)
        {
            int length = message[offset++];
            if (length == 0)
            {
                text = printable ? characters.ToString() : null;
                return offset - start <= LongestName;
            }

            if (length > LongestLabel || length > message.Length - offset)
            {
                return false;
            }

            printable &= Append(characters, message.Slice(offset, length));
            offset += length;
        }

        return false;
    }

    /// <summary>Passes over a name, compressed or not. A pointer ends it and is not followed, so no loop can be walked.</summary>
    internal static bool TrySkip(ReadOnlySpan<byte> message, ref int offset)
    {
        while (offset < message.Length)
        {
            int length = message[offset++];
            switch (length)
            {
                case 0:
                    return true;
                case >= PointerBits:
                    offset++;
                    return offset <= message.Length;
                case > LongestLabel:
                    return false;
                default:
                    offset += length;
                    break;
            }
        }

        return false;
    }

    /// <summary>The bytes of a name that is given as text; null where it cannot be a domain name (an empty label, one of more than 63 bytes, not ASCII).</summary>
    internal static byte[]? TryEncode(string text)
    {
        var bytes = new List<byte>(text.Length + 2);
        foreach (var label in text.Split('.'))
        {
            if (label.Length is 0 or > LongestLabel || label.Any(character => character is <= ' ' or > '~'))
            {
                return null;
            }

            bytes.Add((byte)label.Length);
            bytes.AddRange(Encoding.ASCII.GetBytes(label));
        }

        bytes.Add(0);
        return bytes.Count <= LongestName ? [.. bytes] : null;
    }

    private static bool Append(StringBuilder characters, ReadOnlySpan<byte> label)
    {
        if (characters.Length > 0)
        {
            characters.Append('.');
        }

        foreach (var value in label)
        {
            characters.Append(char.ToLowerInvariant((char)value));
        }

        return label.IndexOfAnyExceptInRange((byte)'!', (byte)'~') < 0 && !label.Contains((byte)'.');
    }
}
