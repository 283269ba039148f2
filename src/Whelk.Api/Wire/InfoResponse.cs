using System.Text.Json.Serialization;

namespace Whelk.Api.Wire;

/// <summary>GET /info.</summary>
internal sealed record InfoResponse
{
    public required string ID { get; init; }

    public int Containers { get; init; }

    public int ContainersRunning { get; init; }

    public int ContainersPaused { get; init; }

    public int ContainersStopped { get; init; }

    public int Images { get; init; }

    public required string Driver { get; init; }

    public required string Name { get; init; }

    public required string OSType { get; init; }

    public required string Architecture { get; init; }

    public required string OperatingSystem { get; init; }

    public required string KernelVersion { get; init; }

    public int NCPU { get; init; }

    public long MemTotal { get; init; }

    public required string DockerRootDir { get; init; }

    public required string ServerVersion { get; init; }

    public required string DefaultRuntime { get; init; }

    public required string CgroupVersion { get; init; }

    public required string LoggingDriver { get; init; }

    public required PluginList Plugins { get; init; }

    public required string Isolation { get; init; }

    public IReadOnlyList<IReadOnlyList<string>> DriverStatus { get; init; } = [];

    public bool MemoryLimit { get; init; }

    public bool SwapLimit { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool KernelMemoryTCP { get; init; }

    public bool CpuCfsPeriod { get; init; }

    public bool CpuCfsQuota { get; init; }

    public bool CPUShares { get; init; }

    public bool CPUSet { get; init; }

    public bool PidsLimit { get; init; }

    public bool IPv4Forwarding { get; init; }

    public bool BridgeNfIptables { get; init; }

    public bool BridgeNfIp6tables { get; init; }

    public bool OomKillDisable { get; init; }

    public bool Debug { get; init; }

    /// <summary>Of debugging, as the next two: not counted.</summary>
    public int NFd { get; init; }

    public int NGoroutines { get; init; }

    public int NEventsListener { get; init; }

    public required string SystemTime { get; init; }

    public required string CgroupDriver { get; init; }

    public required string OSVersion { get; init; }

    public string IndexServerAddress { get; init; } = RegistryConfig.IndexServer;

    public RegistryConfig RegistryConfig { get; init; } = new();

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public IReadOnlyList<string>? GenericResources { get; init; }

    public string HttpProxy { get; init; } = string.Empty;

    public string HttpsProxy { get; init; } = string.Empty;

    public string NoProxy { get; init; } = string.Empty;

    public IReadOnlyList<string> Labels { get; init; } = [];

    public bool ExperimentalBuild { get; init; }

    public required IReadOnlyDictionary<string, RuntimeSummary> Runtimes { get; init; }

    public SwarmState Swarm { get; init; } = new();

    public bool LiveRestoreEnabled { get; init; } = true;

    public string InitBinary { get; init; } = "docker-init";

    /// <summary>Whelk has no containerd: empty.</summary>
    public CommitNames ContainerdCommit { get; init; } = new();

    public CommitNames RuncCommit { get; init; } = new();

    public CommitNames InitCommit { get; init; } = new();

    public IReadOnlyList<string> SecurityOptions { get; init; } = ["name=seccomp,profile=builtin"];

    public IReadOnlyList<string> CDISpecDirs { get; init; } = [];

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public IReadOnlyList<string>? Warnings { get; init; }
}
