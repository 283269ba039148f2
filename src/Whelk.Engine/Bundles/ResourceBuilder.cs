using Whelk.Engine.Workloads;
using Whelk.Errors;
using Whelk.Oci.Runtime;

namespace Whelk.Engine.Bundles;

/// <summary>Limits in the OCI specification's terms.</summary>
internal static class ResourceBuilder
{
    private const ulong DefaultPeriod = 100_000;
    private const long MinimumMemory = 6L << 20;

    // As many as the kernel can number (PID_MAX_LIMIT): crun up to 1.8 writes -1 as it is, which the kernel refuses.
    private const long AllTasks = 4L << 20;

    /// <exception cref="WhelkException">InvalidArgument in Docker's words (moby, daemon/daemon_unix.go).</exception>
    internal static void Check(HostOptions host, int processors)
    {
        if (ProblemOf(host, processors) is { } problem)
        {
            throw new WhelkException(ErrorCode.InvalidArgument, problem);
        }
    }

    /// <summary>The same as a text; null where there is no problem.</summary>
    /// <param name="host">The limits.</param>
    /// <param name="processors">How many the host has.</param>
    /// <param name="asUpdate">Whether they are what an update changes, beside limits that are there.</param>
    internal static string? ProblemOf(HostOptions host, int processors, bool asUpdate = false) => ProblemOfMemory(host, asUpdate) ?? ProblemOfCpu(host, processors) ?? ProblemOfBlockIo(host);

    private static string? ProblemOfMemory(HostOptions host, bool asUpdate) => host switch
    {
        { Memory: < 0 or (> 0 and < MinimumMemory) } => "Minimum memory limit allowed is 6MB",
        { Memory: 0, MemorySwap: > 0 } when !asUpdate => "You should always set the Memory limit when using Memoryswap limit, see usage",
        { MemorySwap: > 0 } when host.MemorySwap < host.Memory => "Minimum memoryswap limit should be larger than memory limit, see usage",
        { Memory: > 0 } when host.Memory < host.MemoryReservation => "Minimum memory limit can not be less than memory reservation limit, see usage",
        { MemoryReservation: < 0 or (> 0 and < MinimumMemory) } => "Minimum memory reservation allowed is 6MB",
        { MemorySwappiness: < 0 or > 100 } => $"Invalid value: {host.MemorySwappiness}, valid memory swappiness range is 0-100",
        { OomScoreAdj: < -1000 or > 1000 } => $"Invalid value {host.OomScoreAdj}, range for oom score adj is [-1000, 1000]",
        { ShmSize: < 0 } => "SHM size can not be less than 0",
        _ => null,
    };

    private static string? ProblemOfCpu(HostOptions host, int processors) => host switch
    {
        { NanoCpus: > 0, CpuPeriod: not 0 } => "Conflicting options: Nano CPUs and CPU Period cannot both be set",
        { NanoCpus: > 0, CpuQuota: not 0 } => "Conflicting options: Nano CPUs and CPU Quota cannot both be set",
        _ when host.NanoCpus < 0 || host.NanoCpus > processors * 1_000_000_000L =>
            $"Range of CPUs is from 0.01 to {processors}.00, as there are only {processors} CPUs available",
        { CpuPeriod: not 0 and (< 1000 or > 1_000_000) } => "CPU cfs period can not be less than 1ms (i.e. 1000) or larger than 1s (i.e. 1000000)",
        { CpuQuota: > 0 and < 1000 } => "CPU cfs quota can not be less than 1ms (i.e. 1000)",
        { CpuRealtimePeriod: < 0 } or { CpuRealtimeRuntime: < 0 } => "cpu real-time period and runtime can not be less than 0",
        { CpuRealtimePeriod: not 0, CpuRealtimeRuntime: not 0 } when host.CpuRealtimeRuntime > host.CpuRealtimePeriod => "cpu real-time runtime cannot be higher than cpu real-time period",
        _ => null,
    };

    private static string? ProblemOfBlockIo(HostOptions host) => host.BlockIo switch
    {
        { Weight: not 0 and (< 10 or > 1000) } => "Range of blkio weight is from 10 to 1000",
        { } limits when limits.WeightDevice.FirstOrDefault(device => device.Rate is < 10 or > 1000) is { } device => $"{device.Path}:{device.Rate}: range of blkio weight is from 10 to 1000",
        { } limits when limits.Devices.FirstOrDefault(device => !device.Path.StartsWith('/') || device.Path.Contains('\0')) is { } device => $"bad format for device path: {device.Path}",
        _ => null,
    };

    /// <summary>Everything but the rules for devices, which are no limit that changes (<see cref="DeviceBuilder"/>).</summary>
    /// <exception cref="WhelkException">InvalidArgument: a device that it names is not there.</exception>
    internal static LinuxResources Build(HostOptions host) => new()
    {
        Memory = BuildMemory(host),
        Cpu = BuildCpu(host),
        Pids = host.PidsLimit is { } tasks ? new LinuxPids { Limit = tasks > 0 ? tasks : AllTasks } : null,
        BlockIO = host.BlockIo is { AsksForNothing: false } limits ? BuildBlockIo(limits) : null,
    };

    private static LinuxMemory? BuildMemory(HostOptions host)
    {
        var memory = new LinuxMemory
        {
            Limit = host.Memory == 0 ? null : host.Memory,
            Reservation = host.MemoryReservation == 0 ? null : host.MemoryReservation,
            Swap = host.MemorySwap != 0 ? host.MemorySwap : host.Memory == 0 ? null : 2 * host.Memory,
            KernelTCP = host.KernelMemoryTcp > 0 ? host.KernelMemoryTcp : null,
            Swappiness = (ulong?)host.MemorySwappiness,
            DisableOOMKiller = host.OomKillDisable is true ? true : null,
        };
        return memory == new LinuxMemory() ? null : memory;
    }

    private static LinuxBlockIO BuildBlockIo(BlockIoOptions limits) => new()
    {
        Weight = limits.Weight > 0 ? (ushort)limits.Weight : null,
        WeightDevice = limits.WeightDevice.Count == 0 ? null : [.. limits.WeightDevice.Select(Weight)],
        ThrottleReadBpsDevice = Throttles(limits.ReadBps),
        ThrottleWriteBpsDevice = Throttles(limits.WriteBps),
        ThrottleReadIOPSDevice = Throttles(limits.ReadIOps),
        ThrottleWriteIOPSDevice = Throttles(limits.WriteIOps),
    };

    private static IReadOnlyList<LinuxThrottleDevice>? Throttles(IReadOnlyList<DeviceRate> devices) => devices.Count == 0 ? null : [.. devices.Select(Throttle)];

    private static LinuxWeightDevice Weight(DeviceRate device)
    {
        var number = HostDevices.NumberOf(device.Path);
        return new LinuxWeightDevice { Major = number.Major, Minor = number.Minor, Weight = (ushort)device.Rate };
    }

    private static LinuxThrottleDevice Throttle(DeviceRate device)
    {
        var number = HostDevices.NumberOf(device.Path);
        return new LinuxThrottleDevice { Major = number.Major, Minor = number.Minor, Rate = device.Rate };
    }

    private static LinuxCpu? BuildCpu(HostOptions host)
    {
        var cpu = new LinuxCpu
        {
            Shares = host.CpuShares > 0 ? (ulong)host.CpuShares : null,
            Period = host.NanoCpus > 0 ? DefaultPeriod : host.CpuPeriod > 0 ? (ulong)host.CpuPeriod : null,
            Quota = host.NanoCpus > 0 ? host.NanoCpus * (long)DefaultPeriod / 1_000_000_000L : host.CpuQuota != 0 ? host.CpuQuota : null,
            Cpus = string.IsNullOrEmpty(host.CpusetCpus) ? null : host.CpusetCpus,
            Mems = string.IsNullOrEmpty(host.CpusetMems) ? null : host.CpusetMems,
            RealtimePeriod = host.CpuRealtimePeriod > 0 ? (ulong)host.CpuRealtimePeriod : null,
            RealtimeRuntime = host.CpuRealtimeRuntime > 0 ? host.CpuRealtimeRuntime : null,
        };
        return cpu == new LinuxCpu() ? null : cpu;
    }
}
