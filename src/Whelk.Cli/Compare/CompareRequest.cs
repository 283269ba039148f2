namespace Whelk.Cli.Compare;

/// <summary>Body of POST /whelk/compare. What is null is left to the daemon: the built-in image, its own command, its number of runs.</summary>
internal sealed record CompareRequest
{
    public string? Image { get; init; }

    public string[]? Cmd { get; init; }

    public int? Runs { get; init; }

    public string[]? StartWays { get; init; }
}
