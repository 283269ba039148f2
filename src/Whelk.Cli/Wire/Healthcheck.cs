namespace Whelk.Cli.Wire;

/// <summary>How the workload is asked whether it is well; spans in nanoseconds, and what is null is left to the image.</summary>
internal sealed record Healthcheck
{
    public string[]? Test { get; init; }

    public long? Interval { get; init; }

    public long? Timeout { get; init; }

    public long? StartPeriod { get; init; }

    public long? StartInterval { get; init; }

    public int? Retries { get; init; }
}
