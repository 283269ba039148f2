using Whelk.Engine.Restarts;

namespace Whelk.Engine.Workloads;

/// <summary>What a workload is given of the host: Docker's HostConfig as far as Whelk carries it out.</summary>
public sealed record HostOptions
{
    public string? Isolation { get; init; }

    public string? Runtime { get; init; }

    public bool AutoRemove { get; init; }

    public RestartPolicy RestartPolicy { get; init; } = RestartPolicy.No;

    public string NetworkMode { get; init; } = "default";

    /// <summary>Further names on the daemon's own bridge, as versions before schema 3 kept them; <see cref="WorkloadSpec.Networks"/> has them now.</summary>
    public IReadOnlyList<string>? NetworkAliases { get; init; }

    /// <summary>Names of its own for other workloads: name[:alias].</summary>
    public IReadOnlyList<string> Links { get; init; } = [];

    public IReadOnlyList<PortBinding> Ports { get; init; } = [];

    /// <summary>Publish every exposed port on a port the host chooses.</summary>
    public bool PublishAllPorts { get; init; }

    /// <summary>Bytes; 0 is no limit.</summary>
    public long Memory { get; init; }

    /// <summary>Memory and swap together in bytes; -1 is no limit, 0 twice the memory.</summary>
    public long MemorySwap { get; init; }

    public long MemoryReservation { get; init; }

    /// <summary>Billionths of a CPU; 0 is no limit.</summary>
    public long NanoCpus { get; init; }

    public long CpuShares { get; init; }

    public long CpuPeriod { get; init; }

    public long CpuQuota { get; init; }

    public string? CpusetCpus { get; init; }

    public string? CpusetMems { get; init; }

    public long? PidsLimit { get; init; }

    public bool Privileged { get; init; }

    public IReadOnlyList<DeviceOption> Devices { get; init; } = [];

    /// <summary>Rules of the device control group: "c 10:200 rwm".</summary>
    public IReadOnlyList<string> DeviceCgroupRules { get; init; } = [];

    /// <summary>Paths of the kernel's that are hidden; null for the default.</summary>
    public IReadOnlyList<string>? MaskedPaths { get; init; }

    /// <summary>Paths of the kernel's that are read-only; null for the default.</summary>
    public IReadOnlyList<string>? ReadonlyPaths { get; init; }

    /// <summary>-1000 to 1000: who is killed first where memory runs out.</summary>
    public long OomScoreAdj { get; init; }

    public bool? OomKillDisable { get; init; }

    /// <summary>0 to 100; null is the kernel's own.</summary>
    public long? MemorySwappiness { get; init; }

    /// <summary>Bytes of the kernel's buffers for TCP; 0 is no limit.</summary>
    public long KernelMemoryTcp { get; init; }

    /// <summary>Microseconds; 0 is none.</summary>
    public long CpuRealtimePeriod { get; init; }

    /// <summary>Microseconds; 0 is none.</summary>
    public long CpuRealtimeRuntime { get; init; }

    /// <summary>Null for no limits.</summary>
    public BlockIoOptions? BlockIo { get; init; }

    public NamespaceOptions Namespaces { get; init; } = NamespaceOptions.Own;

    /// <summary>The control group above the workload's; null for the daemon's.</summary>
    public string? CgroupParent { get; init; }

    /// <summary>Whether a small init is the first process, which reaps and passes signals on.</summary>
    public bool? Init { get; init; }

    public bool ReadonlyRootfs { get; init; }

    public IReadOnlyList<string> CapAdd { get; init; } = [];

    public IReadOnlyList<string> CapDrop { get; init; } = [];

    public IReadOnlyList<string> SecurityOpt { get; init; } = [];

    public IReadOnlyList<string> GroupAdd { get; init; } = [];

    public IReadOnlyList<string> ExtraHosts { get; init; } = [];

    public IReadOnlyList<string> Dns { get; init; } = [];

    public IReadOnlyList<string> DnsSearch { get; init; } = [];

    public IReadOnlyList<string> DnsOptions { get; init; } = [];

    /// <summary>Where output is kept (<see cref="Logs.LogDriver"/>); null for the default.</summary>
    public string? LogDriver { get; init; }

    /// <summary>The log driver's options, as asked for.</summary>
    public IReadOnlyDictionary<string, string> LogOptions { get; init; } = new Dictionary<string, string>();

    /// <summary>Bytes of /dev/shm; 0 is the default.</summary>
    public long ShmSize { get; init; }

    public IReadOnlyDictionary<string, string> Tmpfs { get; init; } = new Dictionary<string, string>();

    public IReadOnlyDictionary<string, string> Sysctls { get; init; } = new Dictionary<string, string>();

    /// <summary>Binds and volumes in Docker's short form: source:target[:options].</summary>
    public IReadOnlyList<string> Binds { get; init; } = [];

    /// <summary>Mounts in Docker's long form.</summary>
    public IReadOnlyList<WorkloadMount> Mounts { get; init; } = [];

    /// <summary>The same as it was asked for, for inspect: JSON; null for none.</summary>
    public string? MountsText { get; init; }

    /// <summary>Workloads whose mounts this one gets too: name[:ro].</summary>
    public IReadOnlyList<string> VolumesFrom { get; init; } = [];

    public IReadOnlyList<UlimitOption> Ulimits { get; init; } = [];

    /// <summary>For the runtime, beside Whelk's own; null for none.</summary>
    public IReadOnlyDictionary<string, string>? Annotations { get; init; }
}
