namespace Whelk.Cli.Wire;

/// <summary>What a workload asks of the host it runs on.</summary>
internal sealed record HostConfig
{
    public string[]? Binds { get; init; }

    public LogConfig? LogConfig { get; init; }

    public string? NetworkMode { get; init; }

    public string[]? Links { get; init; }

    public Dictionary<string, PortBinding[]>? PortBindings { get; init; }

    public Mount[]? Mounts { get; init; }

    public string[]? VolumesFrom { get; init; }

    public RestartPolicy? RestartPolicy { get; init; }

    public bool AutoRemove { get; init; }

    public int[]? ConsoleSize { get; init; }

    public string[]? CapAdd { get; init; }

    public string[]? CapDrop { get; init; }

    public string[]? Dns { get; init; }

    public string[]? ExtraHosts { get; init; }

    public string[]? GroupAdd { get; init; }

    public bool Privileged { get; init; }

    public bool PublishAllPorts { get; init; }

    public bool ReadonlyRootfs { get; init; }

    public string[]? SecurityOpt { get; init; }

    public Dictionary<string, string>? Tmpfs { get; init; }

    public Dictionary<string, string>? Sysctls { get; init; }

    public long? ShmSize { get; init; }

    public string? Runtime { get; init; }

    public string? Isolation { get; init; }

    public long? Memory { get; init; }

    public long? MemorySwap { get; init; }

    public long? NanoCpus { get; init; }

    public long? PidsLimit { get; init; }

    public Ulimit[]? Ulimits { get; init; }

    public bool? Init { get; init; }

    public DeviceMapping[]? Devices { get; init; }

    public string[]? DeviceCgroupRules { get; init; }

    public string[]? MaskedPaths { get; init; }

    public string[]? ReadonlyPaths { get; init; }

    public int OomScoreAdj { get; init; }

    public bool? OomKillDisable { get; init; }

    public long? MemorySwappiness { get; init; }

    public long? MemoryReservation { get; init; }

    public long? CpuShares { get; init; }

    public long? CpuPeriod { get; init; }

    public long? CpuQuota { get; init; }

    public string? CpusetCpus { get; init; }

    public string? CpusetMems { get; init; }

    public long? CpuRealtimePeriod { get; init; }

    public long? CpuRealtimeRuntime { get; init; }

    public int? BlkioWeight { get; init; }

    public WeightDevice[]? BlkioWeightDevice { get; init; }

    public ThrottleDevice[]? BlkioDeviceReadBps { get; init; }

    public ThrottleDevice[]? BlkioDeviceWriteBps { get; init; }

    public ThrottleDevice[]? BlkioDeviceReadIOps { get; init; }

    public ThrottleDevice[]? BlkioDeviceWriteIOps { get; init; }

    public string? PidMode { get; init; }

    public string? IpcMode { get; init; }

    public string? UTSMode { get; init; }

    public string? UsernsMode { get; init; }

    public string? CgroupnsMode { get; init; }

    public string? CgroupParent { get; init; }
}
