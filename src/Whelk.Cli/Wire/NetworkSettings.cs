namespace Whelk.Cli.Wire;

/// <summary>Ports of a container: "80/tcp" to where it is published, null where it is not.</summary>
internal sealed record NetworkSettings
{
    public Dictionary<string, PortBinding[]?>? Ports { get; init; }
}
