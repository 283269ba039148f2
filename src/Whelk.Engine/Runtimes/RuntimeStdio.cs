using System.Runtime.InteropServices;

namespace Whelk.Engine.Runtimes;

/// <summary>What a process of a workload gets as its standard streams: three descriptors, or a terminal sent over a socket.</summary>
public sealed record RuntimeStdio
{
    /// <summary>/dev/null, for calls that start no process.</summary>
    public static RuntimeStdio None { get; } = new();

    public SafeHandle? Input { get; init; }

    public SafeHandle? Output { get; init; }

    public SafeHandle? Error { get; init; }

    /// <summary>The socket over which the runtime sends the terminal's master side; null without a terminal.</summary>
    public string? ConsoleSocket { get; init; }

    internal string[] ConsoleArguments => ConsoleSocket is null ? [] : ["--console-socket", ConsoleSocket];
}
