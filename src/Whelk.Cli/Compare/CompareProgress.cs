namespace Whelk.Cli.Compare;

/// <summary>How far the measuring is.</summary>
internal sealed record CompareProgress
{
    /// <summary>"container" or "vm".</summary>
    public required string Side { get; init; }

    public required int Run { get; init; }

    public required int Of { get; init; }
}
