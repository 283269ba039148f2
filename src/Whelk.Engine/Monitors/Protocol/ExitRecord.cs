namespace Whelk.Engine.Monitors.Protocol;

/// <summary>How a process of a workload ended: an event on the watch connection, and exit.json for the first process.</summary>
public sealed record ExitRecord
{
    /// <summary><see cref="MonitorProtocol.Init"/>, or the id of an exec.</summary>
    public required string Process { get; init; }

    /// <summary>0 to 255; 128 + signal where a signal killed it.</summary>
    public required int ExitCode { get; init; }

    /// <summary>Of the first process: whether the kernel killed a process of the workload because its memory had run out.</summary>
    public bool OomKilled { get; init; }

    /// <summary>Of the first process: why it ended without a status of its own, where its runtime says so; null else.</summary>
    public string? Fault { get; init; }

    /// <summary>When it ended.</summary>
    public required DateTimeOffset FinishedAt { get; init; }

    /// <summary>When it had been started.</summary>
    public DateTimeOffset? StartedAt { get; init; }
}
