namespace Whelk.Engine.Monitors.Protocol;

/// <summary>All that is needed to call an OCI runtime, wherever the caller runs.</summary>
public sealed record RuntimeInvocation
{
    /// <summary>The runtime's name as users write it.</summary>
    public required string Name { get; init; }

    /// <summary>Its executable.</summary>
    public required string Path { get; init; }

    /// <summary>Where a sealed copy of it is held in memory, to be run instead; null for none. Where it is gone, the executable is run.</summary>
    public string? SealedCopy { get; init; }

    /// <summary>Its --root.</summary>
    public required string StateRoot { get; init; }

    /// <summary>The file in a workload's folder below its state that says that it ran out of memory; null where its control group alone does.</summary>
    public string? OutOfMemoryFile { get; init; }

    /// <summary>The file beside it that says why the workload was lost; null where none ever is.</summary>
    public string? FaultFile { get; init; }

    /// <summary>A mount to hide from it, for crun on hybrid cgroup hosts; null for none.</summary>
    public string? HiddenMount { get; init; }
}
