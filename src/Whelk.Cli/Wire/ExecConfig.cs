namespace Whelk.Cli.Wire;

/// <summary>Body of POST /containers/{id}/exec.</summary>
internal sealed record ExecConfig
{
    public string? User { get; init; }

    public bool Privileged { get; init; }

    public bool Tty { get; init; }

    public int[]? ConsoleSize { get; init; }

    public bool AttachStdin { get; init; }

    public bool AttachStdout { get; init; }

    public bool AttachStderr { get; init; }

    public string[]? Env { get; init; }

    public string? WorkingDir { get; init; }

    public required string[] Cmd { get; init; }
}
