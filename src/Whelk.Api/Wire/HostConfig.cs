using System.Text.Json;
using System.Text.Json.Serialization;

namespace Whelk.Api.Wire;

/// <summary>Docker's HostConfig. What this version does not carry out is listed too, so that it can be refused by name.</summary>
internal sealed record HostConfig
{
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public IReadOnlyList<string>? Binds { get; init; }

    /// <summary>Rows and columns of its terminal at first.</summary>
    public IReadOnlyList<ushort>? ConsoleSize { get; init; } = [0, 0];

    /// <summary>For the runtime.</summary>
    public IReadOnlyDictionary<string, string>? Annotations { get; init; }

    public string ContainerIDFile { get; init; } = string.Empty;

    public LogConfig? LogConfig { get; init; }

    public string? NetworkMode { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public IReadOnlyDictionary<string, IReadOnlyList<PortBindingWire>?>? PortBindings { get; init; }

    public RestartPolicy? RestartPolicy { get; init; }

    public bool AutoRemove { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public IReadOnlyList<string>? VolumesFrom { get; init; }

    public IReadOnlyList<MountRequest>? Mounts { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public IReadOnlyList<string>? CapAdd { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public IReadOnlyList<string>? CapDrop { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public IReadOnlyList<string>? Dns { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public IReadOnlyList<string>? DnsOptions { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public IReadOnlyList<string>? DnsSearch { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public IReadOnlyList<string>? ExtraHosts { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public IReadOnlyList<string>? GroupAdd { get; init; }

    public string? IpcMode { get; init; }

    public string? PidMode { get; init; }

    public string? UTSMode { get; init; }

    public string? UsernsMode { get; init; }

    public string? Cgroup { get; init; } = string.Empty;

    public string? CgroupParent { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public IReadOnlyList<string>? Links { get; init; }

    public bool Privileged { get; init; }

    public bool PublishAllPorts { get; init; }

    public bool ReadonlyRootfs { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
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

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public long? PidsLimit { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public IReadOnlyList<DeviceMapping?>? Devices { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public IReadOnlyList<JsonElement>? DeviceRequests { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public IReadOnlyList<string>? DeviceCgroupRules { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public IReadOnlyList<Ulimit>? Ulimits { get; init; }

    public bool? Init { get; init; }

    public long OomScoreAdj { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public bool? OomKillDisable { get; init; }

    public long BlkioWeight { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public IReadOnlyList<WeightDevice?>? BlkioWeightDevice { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public IReadOnlyList<ThrottleDevice?>? BlkioDeviceReadBps { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public IReadOnlyList<ThrottleDevice?>? BlkioDeviceWriteBps { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public IReadOnlyList<ThrottleDevice?>? BlkioDeviceReadIOps { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public IReadOnlyList<ThrottleDevice?>? BlkioDeviceWriteIOps { get; init; }

    /// <summary>-1 is what the kernel has.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public long? MemorySwappiness { get; init; }

    public long CpuRealtimePeriod { get; init; }

    public long CpuRealtimeRuntime { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long KernelMemoryTCP { get; init; }

    /// <summary>Of Windows, as the three that follow.</summary>
    public long CpuCount { get; init; }

    public long CpuPercent { get; init; }

    public ulong IOMaximumIOps { get; init; }

    public ulong IOMaximumBandwidth { get; init; }

    public string? CgroupnsMode { get; init; }

    public string? VolumeDriver { get; init; } = string.Empty;

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public IReadOnlyList<string>? MaskedPaths { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public IReadOnlyList<string>? ReadonlyPaths { get; init; }
}
