using System.Globalization;
using Whelk.Engine.Workloads;
using Whelk.Errors;
using Whelk.Linux.Cgroups;
using Whelk.Linux.Processes;
using Whelk.Oci.Runtime;

namespace Whelk.Engine.Bundles;

/// <summary>Limits that this kernel has no means for are left out with a warning, as Docker does (moby, daemon/daemon_unix.go).</summary>
internal static class KernelFit
{
    private const string ResourceCapability = "CAP_SYS_RESOURCE";

    /// <summary>What of it this host can give.</summary>
    /// <param name="host">What is asked for.</param>
    /// <param name="features">Asked for where a limit needs it.</param>
    /// <param name="warnings">Gets a line, in Docker's words, for each that is left out or lowered.</param>
    /// <exception cref="WhelkException">InvalidArgument: real-time limits, which Docker refuses.</exception>
    internal static HostOptions Of(HostOptions host, Func<CgroupFeatures> features, ICollection<string> warnings)
    {
        if (NeedsNothing(host))
        {
            return host;
        }

        var kernel = features();
        if (host is { CpuRealtimePeriod: not 0 } or { CpuRealtimeRuntime: not 0 } && !kernel.CpuRealtime)
        {
            throw new WhelkException(ErrorCode.InvalidArgument, "Your kernel does not support CPU real-time scheduler");
        }

        if (host.OomKillDisable is true && kernel.OomKillDisable && host.Memory == 0)
        {
            warnings.Add("OOM killer is disabled for the container, but no memory limit is set, this can result in the system running out of resources.");
        }

        return FitBlockIo(FitMemory(FitScore(host, MayLowerScore(), OwnScore(), warnings), kernel, warnings), kernel, warnings);
    }

    private static bool NeedsNothing(HostOptions host) => host is
    {
        MemorySwappiness: null, OomKillDisable: not true, KernelMemoryTcp: 0, CpuRealtimePeriod: 0, CpuRealtimeRuntime: 0, OomScoreAdj: >= 0,
        CpusetCpus: null or "", CpusetMems: null or "", BlockIo: null or { AsksForNothing: true },
    };

    private static HostOptions FitMemory(HostOptions host, CgroupFeatures kernel, ICollection<string> warnings)
    {
        var swappiness = Keep(host.MemorySwappiness is not null, kernel.MemorySwappiness, "memory swappiness capabilities or the cgroup is not mounted. Memory swappiness discarded.", warnings);
        var disable = Keep(host.OomKillDisable is true, kernel.OomKillDisable, "OomKillDisable. OomKillDisable discarded.", warnings);
        var tcp = Keep(host.KernelMemoryTcp > 0, kernel.KernelMemoryTcp, "kernel memory TCP limit capabilities or the cgroup is not mounted. Limitation discarded.", warnings);
        var sets = Keep(host is { CpusetCpus: { Length: > 0 } } or { CpusetMems: { Length: > 0 } }, kernel.Cpuset, "cpuset or the cgroup is not mounted. Cpuset discarded.", warnings);
        return host with
        {
            MemorySwappiness = swappiness ? host.MemorySwappiness : null,
            OomKillDisable = disable ? host.OomKillDisable : null,
            KernelMemoryTcp = tcp ? host.KernelMemoryTcp : 0,
            CpusetCpus = sets ? host.CpusetCpus : null,
            CpusetMems = sets ? host.CpusetMems : null,
        };
    }

    private static HostOptions FitBlockIo(HostOptions host, CgroupFeatures kernel, ICollection<string> warnings) => host.BlockIo is not { } limits ? host : host with
    {
        BlockIo = new BlockIoOptions
        {
            Weight = Keep(limits.Weight > 0, kernel.BlockIoWeight, "Block I/O weight or the cgroup is not mounted. Weight discarded.", warnings) ? limits.Weight : 0,
            WeightDevice = Kept(limits.WeightDevice, kernel.BlockIoWeightDevice, "Block I/O weight_device or the cgroup is not mounted. Weight-device discarded.", warnings),
            ReadBps = Kept(limits.ReadBps, kernel.BlockIoReadBps, "BPS Block I/O read limit or the cgroup is not mounted. Block I/O BPS read limit discarded.", warnings),
            WriteBps = Kept(limits.WriteBps, kernel.BlockIoWriteBps, "BPS Block I/O write limit or the cgroup is not mounted. Block I/O BPS write limit discarded.", warnings),
            ReadIOps = Kept(limits.ReadIOps, kernel.BlockIoReadIOps, "IOPS Block read limit or the cgroup is not mounted. Block I/O IOPS read limit discarded.", warnings),
            WriteIOps = Kept(limits.WriteIOps, kernel.BlockIoWriteIOps, "IOPS Block write limit or the cgroup is not mounted. Block I/O IOPS write limit discarded.", warnings),
        },
    };

    /// <summary>Below its own score nobody goes without CAP_SYS_RESOURCE (proc_pid_oom_score_adj(5)).</summary>
    /// <param name="host">What is asked for.</param>
    /// <param name="mayLower">Whether the daemon has that capability.</param>
    /// <param name="own">The daemon's own score.</param>
    /// <param name="warnings">Gets a line, in Docker's words, where the score is another.</param>
    internal static HostOptions FitScore(HostOptions host, bool mayLower, int own, ICollection<string> warnings)
    {
        if (host.OomScoreAdj >= 0 || mayLower || host.OomScoreAdj >= own)
        {
            return host;
        }

        warnings.Add($"The daemon may not lower the oom score adj to {host.OomScoreAdj} without {ResourceCapability}. {own} is used.");
        return host with { OomScoreAdj = own };
    }

    private static bool MayLowerScore() => CapabilityNames.Of(CurrentProcess.Capabilities()).Contains(ResourceCapability);

    private static int OwnScore() => int.Parse(File.ReadAllText("/proc/self/oom_score_adj"), CultureInfo.InvariantCulture);

    private static IReadOnlyList<DeviceRate> Kept(IReadOnlyList<DeviceRate> asked, bool supported, string missing, ICollection<string> warnings) =>
        Keep(asked.Count > 0, supported, missing, warnings) ? asked : [];

    private static bool Keep(bool asked, bool supported, string missing, ICollection<string> warnings)
    {
        if (asked && !supported)
        {
            warnings.Add($"Your kernel does not support {missing}");
        }

        return asked && supported;
    }
}
