namespace Whelk.Api.Wire;

internal sealed record HealthcheckRequest
{
    public IReadOnlyList<string>? Test { get; init; }
}
