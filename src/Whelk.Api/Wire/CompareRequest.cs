namespace Whelk.Api.Wire;

/// <summary>Body of POST /whelk/compare; what is null is left to the daemon.</summary>
internal sealed record CompareRequest
{
    public string? Image { get; init; }

    public IReadOnlyList<string>? Cmd { get; init; }

    public int? Runs { get; init; }

    public IReadOnlyList<string>? StartWays { get; init; }
}
