namespace Whelk.Cli.Wire;

/// <summary>Why waiting failed.</summary>
internal sealed record WaitError
{
    public string? Message { get; init; }
}
