namespace Whelk.Oci.Runtime;

/// <summary>The <c>config.json</c> of a bundle (OCI runtime specification 1.0.2 and 1.1, config.md; Linux only).</summary>
public sealed record RuntimeSpec
{
    public required string OciVersion { get; init; }

    public ProcessSpec? Process { get; init; }

    public RootSpec? Root { get; init; }

    public string? Hostname { get; init; }

    public string? Domainname { get; init; }

    /// <summary>In the order in which they are made.</summary>
    public IReadOnlyList<MountSpec>? Mounts { get; init; }

    public HooksSpec? Hooks { get; init; }

    public LinuxSpec? Linux { get; init; }

    public IReadOnlyDictionary<string, string>? Annotations { get; init; }
}
