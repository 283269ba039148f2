namespace Whelk.Cli.Wire;

/// <summary>A mount in Docker's long form.</summary>
internal sealed record Mount
{
    public required string Type { get; init; }

    public string? Source { get; init; }

    public required string Target { get; init; }

    public bool ReadOnly { get; init; }

    public MountBindOptions? BindOptions { get; init; }

    public MountVolumeOptions? VolumeOptions { get; init; }

    public MountTmpfsOptions? TmpfsOptions { get; init; }
}
