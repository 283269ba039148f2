namespace Whelk.Engine.Workloads;

/// <summary>Which namespaces a workload does not get of its own. Each mode in Docker's words; empty is the default.</summary>
public sealed record NamespaceOptions
{
    /// <summary>"", "host" or "container:NAME".</summary>
    public string Pid { get; init; } = string.Empty;

    /// <summary>"", "private", "none", "shareable", "host" or "container:NAME".</summary>
    public string Ipc { get; init; } = string.Empty;

    /// <summary>"" or "host".</summary>
    public string Uts { get; init; } = string.Empty;

    /// <summary>"", "host", "auto" or "auto:size=N".</summary>
    public string User { get; init; } = string.Empty;

    /// <summary>"", "private" or "host".</summary>
    public string Cgroup { get; init; } = string.Empty;

    /// <summary>All of the workload's own.</summary>
    public static NamespaceOptions Own { get; } = new();
}
