namespace Whelk.Engine.Monitors.Protocol;

/// <summary>All that is needed to call an OCI runtime, wherever the caller runs.</summary>
public sealed record RuntimeInvocation
{
    /// <summary>The runtime's name as users write it.</summary>
    public required string Name { get; init; }

    /// <summary>Its executable.</summary>
    public required string Path { get; init; }

    /// <summary>Its --root.</summary>
    public required string StateRoot { get; init; }

    /// <summary>A mount to hide from it, for crun on hybrid cgroup hosts; null for none.</summary>
    public string? HiddenMount { get; init; }
}
