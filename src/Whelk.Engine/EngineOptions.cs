namespace Whelk.Engine;

/// <summary>How a daemon was started.</summary>
public sealed record EngineOptions
{
    /// <summary>What survives a reboot.</summary>
    public required string Root { get; init; }

    /// <summary>What does not.</summary>
    public required string Run { get; init; }

    /// <summary>The executable that is a monitor when called with `monitor`.</summary>
    public required string Executable { get; init; }

    /// <summary>The folder with whelk-vm and the built-in image.</summary>
    public required string Installation { get; init; }

    /// <summary>The isolation of a workload that names none.</summary>
    public string DefaultIsolation { get; init; } = Workloads.WorkloadIsolation.Container;
}
