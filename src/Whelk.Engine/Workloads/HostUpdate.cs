using Whelk.Engine.Restarts;

namespace Whelk.Engine.Workloads;

/// <summary>New limits and a new policy for a workload that exists. Zero and null leave what is there (moby, container/container_unix.go, UpdateContainer).</summary>
public sealed record HostUpdate
{
    public long Memory { get; init; }

    public long MemorySwap { get; init; }

    public long MemoryReservation { get; init; }

    public long NanoCpus { get; init; }

    public long CpuShares { get; init; }

    public long CpuPeriod { get; init; }

    public long CpuQuota { get; init; }

    public long CpuRealtimePeriod { get; init; }

    public long CpuRealtimeRuntime { get; init; }

    /// <summary>The weight of all block devices.</summary>
    public long BlockIoWeight { get; init; }

    public string? CpusetCpus { get; init; }

    public string? CpusetMems { get; init; }

    public long? PidsLimit { get; init; }

    public RestartPolicy? RestartPolicy { get; init; }

    /// <summary>Whether it asks for a change of limits.</summary>
    internal bool ChangesLimits => this with { RestartPolicy = null } != new HostUpdate();

    /// <summary>Why it cannot be beside what is there, in Docker's words; null where it can.</summary>
    internal string? ConflictWith(HostOptions host) => this switch
    {
        { NanoCpus: > 0 } when host.CpuPeriod > 0 => "Conflicting options: Nano CPUs cannot be updated as CPU Period has already been set",
        { NanoCpus: > 0 } when host.CpuQuota > 0 => "Conflicting options: Nano CPUs cannot be updated as CPU Quota has already been set",
        { CpuPeriod: > 0 } when host.NanoCpus > 0 => "Conflicting options: CPU Period cannot be updated as NanoCPUs has already been set",
        { CpuQuota: > 0 } when host.NanoCpus > 0 => "Conflicting options: CPU Quota cannot be updated as NanoCPUs has already been set",
        { MemorySwap: 0 } when host.MemorySwap > 0 && Memory > host.MemorySwap => "Memory limit should be smaller than already set memoryswap limit, update the memoryswap at the same time",
        { RestartPolicy: { } policy } when host.AutoRemove && policy != RestartPolicy.No => "Restart policy cannot be updated because AutoRemove is enabled for the container",
        _ => null,
    };

    internal HostOptions ApplyTo(HostOptions host) => host with
    {
        Memory = Memory != 0 ? Memory : host.Memory,
        MemorySwap = MemorySwap != 0 ? MemorySwap : host.MemorySwap,
        MemoryReservation = MemoryReservation != 0 ? MemoryReservation : host.MemoryReservation,
        NanoCpus = NanoCpus != 0 ? NanoCpus : host.NanoCpus,
        CpuShares = CpuShares != 0 ? CpuShares : host.CpuShares,
        CpuPeriod = CpuPeriod != 0 ? CpuPeriod : host.CpuPeriod,
        CpuQuota = CpuQuota != 0 ? CpuQuota : host.CpuQuota,
        CpuRealtimePeriod = CpuRealtimePeriod != 0 ? CpuRealtimePeriod : host.CpuRealtimePeriod,
        CpuRealtimeRuntime = CpuRealtimeRuntime != 0 ? CpuRealtimeRuntime : host.CpuRealtimeRuntime,
        BlockIo = BlockIoWeight != 0 ? (host.BlockIo ?? new BlockIoOptions()) with { Weight = BlockIoWeight } : host.BlockIo,
        CpusetCpus = string.IsNullOrEmpty(CpusetCpus) ? host.CpusetCpus : CpusetCpus,
        CpusetMems = string.IsNullOrEmpty(CpusetMems) ? host.CpusetMems : CpusetMems,
        PidsLimit = PidsLimit ?? host.PidsLimit,
        RestartPolicy = RestartPolicy ?? host.RestartPolicy,
    };
}
