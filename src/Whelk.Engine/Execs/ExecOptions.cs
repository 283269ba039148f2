using Whelk.Oci.Runtime;

namespace Whelk.Engine.Execs;

/// <summary>A further process to run in a workload, as asked for.</summary>
public sealed record ExecOptions
{
    public required IReadOnlyList<string> Cmd { get; init; }

    public IReadOnlyList<string> Env { get; init; } = [];

    public string? User { get; init; }

    public string? WorkingDir { get; init; }

    /// <summary>Whether it gets every capability, whatever the workload has.</summary>
    public bool Privileged { get; init; }

    public bool Tty { get; init; }

    public bool AttachStdin { get; init; }

    public bool AttachStdout { get; init; }

    public bool AttachStderr { get; init; }

    /// <summary>The keys with which a person at its terminal leaves it; null for the usual ones.</summary>
    public string? DetachKeys { get; init; }

    /// <summary>Rows and columns of its terminal, unless its start says others; null for none.</summary>
    public ConsoleSize? ConsoleSize { get; init; }
}
