namespace Whelk.Engine.Workloads;

/// <summary>What a create request gave that changes nothing, and is told again as it was given.</summary>
public sealed record EchoedOptions
{
    /// <summary>The fields that were given as an empty list or map: Docker tells them so, and null where nothing was given.</summary>
    public IReadOnlyList<string> Empty { get; init; } = [];

    /// <summary>Of Windows.</summary>
    public long CpuCount { get; init; }

    /// <summary>Docker never reads it.</summary>
    public string Cgroup { get; init; } = string.Empty;
}
