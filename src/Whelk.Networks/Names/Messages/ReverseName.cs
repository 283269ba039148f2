using System.Globalization;
using System.Net;

namespace Whelk.Networks.Names.Messages;

/// <summary>Names that stand for an address: its numbers in reverse, below in-addr.arpa or ip6.arpa. RFC 1035 §3.5, RFC 3596 §2.5.</summary>
internal static class ReverseName
{
    private const string Zone4 = ".in-addr.arpa";
    private const string Zone6 = ".ip6.arpa";

    /// <returns>Null where the name is not that of a whole address.</returns>
    internal static IPAddress? TryParse(string name) =>
        name.EndsWith(Zone4, StringComparison.Ordinal) ? Parse4(name[..^Zone4.Length].Split('.'))
        : name.EndsWith(Zone6, StringComparison.Ordinal) ? Parse6(name[..^Zone6.Length].Split('.'))
        : null;

    private static IPAddress? Parse4(string[] parts)
    {
        if (parts.Length != 4)
        {
            return null;
        }

        var bytes = new byte[4];
        for (var i = 0; i < 4; i++)
        {
            if (!byte.TryParse(parts[3 - i], NumberStyles.None, CultureInfo.InvariantCulture, out bytes[i]))
            {
                return null;
            }
        }

        return new IPAddress(bytes);
    }

    // Half a byte a label.
    private static IPAddress? Parse6(string[] parts)
    {
        if (parts.Length != 32)
        {
            return null;
        }

        var bytes = new byte[16];
        for (var i = 0; i < 32; i++)
        {
            if (parts[31 - i].Length != 1 || !byte.TryParse(parts[31 - i], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var half))
            {
                return null;
            }

            bytes[i / 2] |= (byte)(i % 2 == 0 ? half << 4 : half);
        }

        return new IPAddress(bytes);
    }
}
