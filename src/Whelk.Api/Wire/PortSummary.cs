namespace Whelk.Api.Wire;

internal sealed record PortSummary
{
    public string? IP { get; init; }

    public required int PrivatePort { get; init; }

    public int? PublicPort { get; init; }

    public required string Type { get; init; }
}
