namespace Whelk.Cli.Wire;

/// <summary>An entry of GET /containers/json.</summary>
internal sealed record ContainerSummary
{
    public required string Id { get; init; }

    public string[] Names { get; init; } = [];

    public string Image { get; init; } = "";

    public string Command { get; init; } = "";

    public long Created { get; init; }

    public PortSummary[]? Ports { get; init; }

    public Dictionary<string, string>? Labels { get; init; }

    public string State { get; init; } = "";

    public string Status { get; init; } = "";

    public long? SizeRw { get; init; }

    public long? SizeRootFs { get; init; }

    /// <summary>Whelk's own: the isolation that is in use.</summary>
    public string? Isolation { get; init; }

    public MountSummary[]? Mounts { get; init; }
}
