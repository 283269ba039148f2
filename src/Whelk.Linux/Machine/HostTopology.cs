namespace Whelk.Linux.Machine;

/// <summary>Which processors and memory nodes the host has, as lists ("0-1,4"). Kernel documentation, admin-guide/cputopology, ABI sysfs-devices-node.</summary>
public static class HostTopology
{
    /// <summary>The processors that run.</summary>
    public static string OnlineProcessors() => Read("/sys/devices/system/cpu/online");

    /// <summary>The memory nodes that are there; one on a host without NUMA.</summary>
    public static string OnlineMemoryNodes() => Read("/sys/devices/system/node/online");

    private static string Read(string path) => File.Exists(path) ? File.ReadAllText(path).Trim() : "0";
}
