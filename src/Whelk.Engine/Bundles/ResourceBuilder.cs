using Whelk.Engine.Workloads;
using Whelk.Errors;
using Whelk.Oci.Runtime;
using Whelk.Oci.Runtime.Defaults;

namespace Whelk.Engine.Bundles;

/// <summary>Limits in the OCI specification's terms.</summary>
internal static class ResourceBuilder
{
    private const ulong DefaultPeriod = 100_000;
    private const long MinimumMemory = 6L << 20;

    /// <exception cref="WhelkException">InvalidArgument in Docker's words (moby, daemon/daemon_unix.go).</exception>
    internal static void Check(HostOptions host, int processors)
    {
        if ((ProblemOfMemory(host) ?? ProblemOfCpu(host, processors)) is { } problem)
        {
            throw new WhelkException(ErrorCode.InvalidArgument, problem);
        }
    }

    private static string? ProblemOfMemory(HostOptions host) => host switch
    {
        { Memory: < 0 or (> 0 and < MinimumMemory) } => "Minimum memory limit allowed is 6MB",
        { Memory: 0, MemorySwap: > 0 } => "You should always set the Memory limit when using Memoryswap limit, see usage",
        { MemorySwap: > 0 } when host.MemorySwap < host.Memory => "Minimum memoryswap limit should be larger than memory limit, see usage",
        { Memory: > 0 } when host.Memory < host.MemoryReservation => "Minimum memory limit can not be less than memory reservation limit, see usage",
        { ShmSize: < 0 } => "SHM size can not be less than 0",
        _ => null,
    };

    private static string? ProblemOfCpu(HostOptions host, int processors) => host switch
    {
        { NanoCpus: > 0, CpuPeriod: not 0 } => "Conflicting options: Nano CPUs and CPU Period cannot both be set",
        { NanoCpus: > 0, CpuQuota: not 0 } => "Conflicting options: Nano CPUs and CPU Quota cannot both be set",
        _ when host.NanoCpus < 0 || host.NanoCpus > processors * 1_000_000_000L =>
            $"range of CPUs is from 0.01 to {processors}.00, as there are only {processors} CPUs available",
        { CpuPeriod: not 0 and (< 1000 or > 1_000_000) } => "CPU cfs period can not be less than 1ms (i.e. 1000) or larger than 1s (i.e. 1000000)",
        { CpuQuota: > 0 and < 1000 } => "CPU cfs quota can not be less than 1ms (i.e. 1000)",
        _ => null,
    };

    internal static LinuxResources Build(HostOptions host) => new()
    {
        Devices = DefaultDevices.Rules,
        Memory = host.Memory == 0 && host.MemoryReservation == 0 ? null : new LinuxMemory
        {
            Limit = host.Memory == 0 ? null : host.Memory,
            Reservation = host.MemoryReservation == 0 ? null : host.MemoryReservation,
            Swap = host.MemorySwap != 0 ? host.MemorySwap : host.Memory == 0 ? null : 2 * host.Memory,
        },
        Cpu = BuildCpu(host),
        Pids = host.PidsLimit is > 0 ? new LinuxPids { Limit = host.PidsLimit.Value } : null,
    };

    private static LinuxCpu? BuildCpu(HostOptions host)
    {
        var cpu = new LinuxCpu
        {
            Shares = host.CpuShares > 0 ? (ulong)host.CpuShares : null,
            Period = host.NanoCpus > 0 ? DefaultPeriod : host.CpuPeriod > 0 ? (ulong)host.CpuPeriod : null,
            Quota = host.NanoCpus > 0 ? host.NanoCpus * (long)DefaultPeriod / 1_000_000_000L : host.CpuQuota != 0 ? host.CpuQuota : null,
            Cpus = string.IsNullOrEmpty(host.CpusetCpus) ? null : host.CpusetCpus,
            Mems = string.IsNullOrEmpty(host.CpusetMems) ? null : host.CpusetMems,
        };
        return cpu == new LinuxCpu() ? null : cpu;
    }
}
