namespace Whelk.Oci.Runtime;

/// <summary>The process to run; also the file of <c>exec --process</c>.</summary>
public sealed record ProcessSpec
{
    public bool? Terminal { get; init; }

    public ConsoleSize? ConsoleSize { get; init; }

    public UserSpec? User { get; init; }

    public IReadOnlyList<string>? Args { get; init; }

    /// <summary>"NAME=value".</summary>
    public IReadOnlyList<string>? Env { get; init; }

    /// <summary>An absolute path.</summary>
    public required string Cwd { get; init; }

    public LinuxCapabilities? Capabilities { get; init; }

    public IReadOnlyList<PosixRlimit>? Rlimits { get; init; }

    public bool? NoNewPrivileges { get; init; }

    public string? ApparmorProfile { get; init; }

    public int? OomScoreAdj { get; init; }

    public string? SelinuxLabel { get; init; }
}
