namespace Whelk.Cli.Compare;

/// <summary>How far the measuring is: a step that begins.</summary>
internal sealed record CompareProgress
{
    /// <summary>"container", or "vm" and how it starts.</summary>
    public required string Side { get; init; }

    /// <summary>What is measured in it.</summary>
    public string Step { get; init; } = "";

    /// <summary>Which of the side's steps it is, from 1.</summary>
    public required int Run { get; init; }

    public required int Of { get; init; }
}
