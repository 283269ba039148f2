namespace Whelk.Api.Wire;

internal sealed record Ulimit
{
    public string? Name { get; init; }

    public long Soft { get; init; }

    public long Hard { get; init; }
}
