namespace Whelk.Api.Wire;

internal sealed record RestartPolicy
{
    public string? Name { get; init; }

    public int MaximumRetryCount { get; init; }
}
