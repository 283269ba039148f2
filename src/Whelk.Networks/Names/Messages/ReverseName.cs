using System.Globalization;
using System.Net;

namespace Whelk.Networks.Names.Messages;

/// <summary>Names that stand for an IPv4 address: its four numbers in reverse, below in-addr.arpa. RFC 1035 §3.5.</summary>
internal static class ReverseName
{
    private const string Zone = ".in-addr.arpa";

    /// <returns>Null where the name is not that of a whole address.</returns>
    internal static IPAddress? TryParse(string name)
    {
        if (!name.EndsWith(Zone, StringComparison.Ordinal))
        {
            return null;
        }

        var parts = name[..^Zone.Length].Split('.');
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
}
