namespace Whelk.Api.Wire;

internal sealed record MountBindOptions
{
    public string? Propagation { get; init; }

    public bool NonRecursive { get; init; }

    public bool CreateMountpoint { get; init; }
}
