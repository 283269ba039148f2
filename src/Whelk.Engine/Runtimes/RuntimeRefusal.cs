using Whelk.Engine.Workloads;
using Whelk.Errors;

namespace Whelk.Engine.Runtimes;

/// <summary>What of HostConfig a runtime cannot carry out by its nature.</summary>
internal static class RuntimeRefusal
{
    /// <exception cref="WhelkException">InvalidArgument: naming each field, and why.</exception>
    internal static void Check(RuntimeRecord runtime, HostOptions host)
    {
        if (runtime.Refuses.Count == 0)
        {
            return;
        }

        var refused = Asked(host).Where(field => field.Asked && runtime.Refuses.ContainsKey(field.Name)).Select(field => $"HostConfig.{field.Name}: {runtime.Refuses[field.Name]}").ToList();
        if (refused.Count > 0)
        {
            throw new WhelkException(ErrorCode.InvalidArgument, $"isolation {runtime.Isolation} cannot carry out {string.Join("; ", refused)}");
        }
    }

    private static IEnumerable<(string Name, bool Asked)> Asked(HostOptions host) =>
    [
        ("Devices", host.Devices.Count > 0),
        ("DeviceCgroupRules", host.DeviceCgroupRules.Count > 0),
        ("OomKillDisable", host.OomKillDisable is true),
        ("MemorySwappiness", host.MemorySwappiness is not null),
        ("KernelMemoryTCP", host.KernelMemoryTcp > 0),
        ("PidsLimit", host.PidsLimit is > 0),
        ("CpuRealtimePeriod", host.CpuRealtimePeriod != 0),
        ("CpuRealtimeRuntime", host.CpuRealtimeRuntime != 0),
        ("BlkioWeight", host.BlockIo is { Weight: > 0 }),
        ("BlkioWeightDevice", host.BlockIo is { WeightDevice.Count: > 0 }),
        ("BlkioDeviceReadBps", host.BlockIo is { ReadBps.Count: > 0 }),
        ("BlkioDeviceWriteBps", host.BlockIo is { WriteBps.Count: > 0 }),
        ("BlkioDeviceReadIOps", host.BlockIo is { ReadIOps.Count: > 0 }),
        ("BlkioDeviceWriteIOps", host.BlockIo is { WriteIOps.Count: > 0 }),
        ("PidMode", host.Namespaces.Pid.Length > 0),
        ("IpcMode", host.Namespaces.Ipc is not ("" or "private" or "none")),
        ("UTSMode", host.Namespaces.Uts.Length > 0),
        ("UsernsMode", host.Namespaces.User is not ("" or "host")),
        ("CgroupnsMode", host.Namespaces.Cgroup is not ("" or "private")),
    ];
}
