using System.Globalization;

namespace Whelk.Networks.Bridges;

/// <summary>The host's switches in /proc/sys/net that a bridge needs.</summary>
internal static class BridgeSettings
{
    /// <summary>Lets the host pass packets on. It stays on when the network goes: others may have come to rely on it.</summary>
    internal static void EnableForwarding() => Set("/proc/sys/net/ipv4/ip_forward", 1);

    /// <summary>On the bridge alone, so that 127.0.0.1:port can be translated to a workload.</summary>
    internal static void RouteLoopback(string bridge) => Set($"/proc/sys/net/ipv4/conf/{bridge}/route_localnet", 1);

    private static void Set(string path, int value)
    {
        var text = value.ToString(CultureInfo.InvariantCulture);
        if (File.ReadAllText(path).Trim() != text)
        {
            File.WriteAllText(path, text);
        }
    }
}
