namespace Whelk.Cli.Wire;

/// <summary>Answer to GET /exec/{id}/json, as far as it is used.</summary>
internal sealed record ExecState
{
    public bool Running { get; init; }

    public int? ExitCode { get; init; }
}
