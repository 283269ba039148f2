namespace Whelk.Cli.Wire;

/// <summary>One thing that DELETE /images/{name} did.</summary>
internal sealed record ImageRemoved
{
    public string? Untagged { get; init; }

    public string? Deleted { get; init; }
}
