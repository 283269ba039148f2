namespace Whelk.Api.Wire;

internal sealed record ExecStartRequest
{
    public bool Detach { get; init; }

    public bool Tty { get; init; }

    /// <summary>Rows and columns.</summary>
    public IReadOnlyList<ushort>? ConsoleSize { get; init; }
}
