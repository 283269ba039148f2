namespace Whelk.Oci.Runtime.Seccomp;

/// <summary>Where a rule holds.</summary>
public sealed record SeccompFilter
{
    public IReadOnlyList<string?>? Caps { get; init; }

    /// <summary>In libseccomp's words: "amd64".</summary>
    public IReadOnlyList<string?>? Arches { get; init; }

    /// <summary>As "4.8".</summary>
    public string? MinKernel { get; init; }
}
