namespace Whelk.Api.Wire;

/// <summary>A comparison.</summary>
internal sealed record CompareResult
{
    public required string Image { get; init; }

    public required IReadOnlyList<string> Command { get; init; }

    public required int Runs { get; init; }

    public string? Accelerator { get; init; }

    public string? AcceleratorReason { get; init; }

    public required IReadOnlyList<CompareSide> Sides { get; init; }

    public required IReadOnlyList<string> Notes { get; init; }
}
