namespace Whelk.Oci.Runtime;

/// <summary>How much of one size of huge pages.</summary>
public sealed record LinuxHugepageLimit
{
    /// <summary>As "2MB".</summary>
    public required string PageSize { get; init; }

    /// <summary>In bytes.</summary>
    public required ulong Limit { get; init; }
}
