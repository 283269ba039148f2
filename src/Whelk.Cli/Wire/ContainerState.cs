namespace Whelk.Cli.Wire;

/// <summary>The state in a <see cref="ContainerDetails"/>.</summary>
internal sealed record ContainerState
{
    public bool Running { get; init; }

    public bool Paused { get; init; }

    public bool Restarting { get; init; }

    public int ExitCode { get; init; }
}
