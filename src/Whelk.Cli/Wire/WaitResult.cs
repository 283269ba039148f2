namespace Whelk.Cli.Wire;

/// <summary>Answer to POST /containers/{id}/wait.</summary>
internal sealed record WaitResult
{
    public int StatusCode { get; init; }

    public WaitError? Error { get; init; }
}
