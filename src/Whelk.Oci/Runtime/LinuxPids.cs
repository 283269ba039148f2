namespace Whelk.Oci.Runtime;

/// <summary>How many tasks.</summary>
public sealed record LinuxPids
{
    /// <summary>0 or less is unlimited.</summary>
    public required long Limit { get; init; }
}
