namespace Whelk.Engine.Logs;

/// <summary>How a workload's output is kept.</summary>
public sealed record LogSettings
{
    /// <summary>Null where the log only grows.</summary>
    public LogRotation? Rotation { get; init; }

    /// <summary>Bytes that may wait to be written before lines are lost; null where the workload waits instead.</summary>
    public long? Buffer { get; init; }

    /// <summary>What every line carries; null for nothing.</summary>
    public IReadOnlyDictionary<string, string>? Attributes { get; init; }
}
