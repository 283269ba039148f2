namespace Whelk.Cli.Wire;

/// <summary>Body of POST /containers/create. What is null is left out, and the daemon decides.</summary>
internal sealed record ContainerConfig
{
    public string? Hostname { get; init; }

    public string? Domainname { get; init; }

    public string? User { get; init; }

    public bool AttachStdin { get; init; }

    public bool AttachStdout { get; init; }

    public bool AttachStderr { get; init; }

    public Dictionary<string, EmptyObject>? ExposedPorts { get; init; }

    public bool Tty { get; init; }

    public bool OpenStdin { get; init; }

    public bool StdinOnce { get; init; }

    public string[]? Env { get; init; }

    public string[]? Cmd { get; init; }

    public required string Image { get; init; }

    public Dictionary<string, EmptyObject>? Volumes { get; init; }

    public string? WorkingDir { get; init; }

    public string[]? Entrypoint { get; init; }

    public Dictionary<string, string>? Labels { get; init; }

    public Healthcheck? Healthcheck { get; init; }

    public string? StopSignal { get; init; }

    public int? StopTimeout { get; init; }

    public required HostConfig HostConfig { get; init; }

    public string? MacAddress { get; init; }

    public NetworkingConfig? NetworkingConfig { get; init; }
}
