namespace Whelk.Oci.Runtime.Seccomp;

/// <summary>An architecture and those whose programs it also runs.</summary>
public sealed record SeccompArchitecture
{
    public string? Architecture { get; init; }

    public IReadOnlyList<string?>? SubArchitectures { get; init; }
}
