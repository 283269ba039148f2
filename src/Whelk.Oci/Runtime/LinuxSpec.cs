namespace Whelk.Oci.Runtime;

/// <summary>What only Linux has (OCI runtime specification, config-linux.md).</summary>
public sealed record LinuxSpec
{
    public IReadOnlyList<LinuxIdMapping>? UidMappings { get; init; }

    public IReadOnlyList<LinuxIdMapping>? GidMappings { get; init; }

    public IReadOnlyDictionary<string, string>? Sysctl { get; init; }

    public LinuxResources? Resources { get; init; }

    public string? CgroupsPath { get; init; }

    public IReadOnlyList<LinuxNamespace>? Namespaces { get; init; }

    /// <summary>Besides those that every container has.</summary>
    public IReadOnlyList<LinuxDevice>? Devices { get; init; }

    public LinuxSeccomp? Seccomp { get; init; }

    public string? RootfsPropagation { get; init; }

    public IReadOnlyList<string>? MaskedPaths { get; init; }

    public IReadOnlyList<string>? ReadonlyPaths { get; init; }

    public string? MountLabel { get; init; }
}
