namespace Whelk.Cli.Wire;

/// <summary>Body of POST /exec/{id}/start.</summary>
internal sealed record ExecStart
{
    public bool Detach { get; init; }

    public bool Tty { get; init; }

    public int[]? ConsoleSize { get; init; }
}
