namespace Whelk.Oci.Runtime.Seccomp;

/// <summary>A rule of a profile: holds where everything of <see cref="Includes"/> and nothing of <see cref="Excludes"/> is true.</summary>
public sealed record SeccompRule
{
    /// <summary>The old form, for one call; not together with <see cref="Names"/>.</summary>
    public string? Name { get; init; }

    public IReadOnlyList<string?>? Names { get; init; }

    public string? Action { get; init; }

    public uint? ErrnoRet { get; init; }

    public IReadOnlyList<SeccompArgument?>? Args { get; init; }

    public string? Comment { get; init; }

    public SeccompFilter? Includes { get; init; }

    public SeccompFilter? Excludes { get; init; }
}
