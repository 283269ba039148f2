namespace Whelk.Api.Wire;

internal sealed record MountTmpfsOptions
{
    public long SizeBytes { get; init; }

    /// <summary>The bits, as a number.</summary>
    public int Mode { get; init; }
}
