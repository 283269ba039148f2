namespace Whelk.Cli.Wire;

/// <summary>What a workload asks of the host it runs on.</summary>
internal sealed record HostConfig
{
    public string[]? Binds { get; init; }

    public LogConfig? LogConfig { get; init; }

    public string? NetworkMode { get; init; }

    public Dictionary<string, PortBinding[]>? PortBindings { get; init; }

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
}
