namespace Whelk.Api.Wire;

internal sealed record ImageDeleteEntry
{
    public string? Untagged { get; init; }

    public string? Deleted { get; init; }
}
