namespace Whelk.Cli.Wire;

/// <summary>What a container's configuration says of its streams.</summary>
internal sealed record ContainerStreams
{
    public bool Tty { get; init; }

    public bool OpenStdin { get; init; }
}
