using System.Globalization;

namespace Whelk.Api.Endpoints;

/// <summary>Ports of one protocol: "80", "80/udp", "8000-8010/tcp".</summary>
internal sealed record PortRange(int First, int Last, string Protocol)
{
    /// <summary>Null where the text is none.</summary>
    internal static PortRange? TryParse(string text)
    {
        var (ports, protocol) = text.Split('/', 2) is [var left, var right] ? (left, right) : (text, "tcp");
        var (first, last) = ports.Split('-', 2) is [var low, var high] ? (Port(low), Port(high)) : (Port(ports), Port(ports));
        return first > 0 && last >= first && protocol is "tcp" or "udp" or "sctp" ? new PortRange(first, last, protocol) : null;
    }

    /// <summary>Whether a port of "port/protocol" is one of them.</summary>
    internal bool Holds(string port) => TryParse(port) is { } single && single.Protocol == Protocol && single.First >= First && single.Last <= Last;

    private static int Port(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= ushort.MaxValue ? port : 0;
}
