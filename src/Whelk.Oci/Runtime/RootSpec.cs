namespace Whelk.Oci.Runtime;

/// <summary>The root file system.</summary>
public sealed record RootSpec
{
    /// <summary>Absolute, or relative to the bundle.</summary>
    public required string Path { get; init; }

    public bool? Readonly { get; init; }
}
