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

    /// <exception cref="WhelkException">InvalidArgument in Docker's words.</exception>
    internal static void Check(HostOptions host, int processors)
    {
        if (host.Memory is < 0 or (> 0 and < MinimumMemory))
        {
            throw new WhelkException(ErrorCode.InvalidArgument, "Minimum memory limit allowed is 6MB");
        }

        if (host.NanoCpus < 0 || host.NanoCpus > processors * 1_000_000_000L)
        {
            throw new WhelkException(ErrorCode.InvalidArgument, $"range of CPUs is from 0.01 to {processors}.00, as there are only {processors} CPUs available");
        }

        if (host.NanoCpus > 0 && (host.CpuQuota != 0 || host.CpuPeriod != 0))
        {
            throw new WhelkException(ErrorCode.InvalidArgument, "Conflicting options: Nano CPUs and CPU Period cannot both be set");
        }
    }

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
