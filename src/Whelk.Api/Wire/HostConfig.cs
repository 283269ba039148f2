using System.Text.Json;

namespace Whelk.Api.Wire;

/// <summary>Docker's HostConfig. What this version does not carry out is listed too, so that it can be refused by name.</summary>
internal sealed record HostConfig
{
    public IReadOnlyList<string>? Binds { get; init; }

    public LogConfig? LogConfig { get; init; }

    public string? NetworkMode { get; init; }

    public IReadOnlyDictionary<string, IReadOnlyList<PortBindingWire>?>? PortBindings { get; init; }

    public RestartPolicy? RestartPolicy { get; init; }

    public bool AutoRemove { get; init; }

    public IReadOnlyList<string>? VolumesFrom { get; init; }

    public IReadOnlyList<MountRequest>? Mounts { get; init; }

    public IReadOnlyList<string>? CapAdd { get; init; }

    public IReadOnlyList<string>? CapDrop { get; init; }

    public IReadOnlyList<string>? Dns { get; init; }

    public IReadOnlyList<string>? DnsOptions { get; init; }

    public IReadOnlyList<string>? DnsSearch { get; init; }

    public IReadOnlyList<string>? ExtraHosts { get; init; }

    public IReadOnlyList<string>? GroupAdd { get; init; }

    public string? IpcMode { get; init; }

    public string? PidMode { get; init; }

    public string? UTSMode { get; init; }

    public string? UsernsMode { get; init; }

    public string? CgroupParent { get; init; }

    public IReadOnlyList<string>? Links { get; init; }

    public bool Privileged { get; init; }

    public bool PublishAllPorts { get; init; }

    public bool ReadonlyRootfs { get; init; }

    public IReadOnlyList<string>? SecurityOpt { get; init; }

    public IReadOnlyDictionary<string, string>? StorageOpt { get; init; }

    public IReadOnlyDictionary<string, string>? Tmpfs { get; init; }

    public IReadOnlyDictionary<string, string>? Sysctls { get; init; }

    public long ShmSize { get; init; }

    public string? Runtime { get; init; }

    public string? Isolation { get; init; }

    public long Memory { get; init; }

    public long MemorySwap { get; init; }

    public long MemoryReservation { get; init; }

    public long NanoCpus { get; init; }

    public long CpuShares { get; init; }

    public long CpuPeriod { get; init; }

    public long CpuQuota { get; init; }

    public string? CpusetCpus { get; init; }

    public string? CpusetMems { get; init; }

    public long? PidsLimit { get; init; }

    public IReadOnlyList<DeviceMapping?>? Devices { get; init; }

    public IReadOnlyList<JsonElement>? DeviceRequests { get; init; }

    public IReadOnlyList<string>? DeviceCgroupRules { get; init; }

    public IReadOnlyList<Ulimit>? Ulimits { get; init; }

    public bool? Init { get; init; }

    public long OomScoreAdj { get; init; }

    public bool? OomKillDisable { get; init; }

    public long BlkioWeight { get; init; }

    public IReadOnlyList<WeightDevice?>? BlkioWeightDevice { get; init; }

    public IReadOnlyList<ThrottleDevice?>? BlkioDeviceReadBps { get; init; }

    public IReadOnlyList<ThrottleDevice?>? BlkioDeviceWriteBps { get; init; }

    public IReadOnlyList<ThrottleDevice?>? BlkioDeviceReadIOps { get; init; }

    public IReadOnlyList<ThrottleDevice?>? BlkioDeviceWriteIOps { get; init; }

    /// <summary>-1 is what the kernel has.</summary>
    public long? MemorySwappiness { get; init; }

    public long CpuRealtimePeriod { get; init; }

    public long CpuRealtimeRuntime { get; init; }

    public long KernelMemoryTCP { get; init; }

    /// <summary>Of Windows, as the three that follow.</summary>
    public long CpuCount { get; init; }

    public long CpuPercent { get; init; }

    public ulong IOMaximumIOps { get; init; }

    public ulong IOMaximumBandwidth { get; init; }

    public string? CgroupnsMode { get; init; }

    public string? VolumeDriver { get; init; }

    public IReadOnlyList<string>? MaskedPaths { get; init; }

    public IReadOnlyList<string>? ReadonlyPaths { get; init; }
}
