using System.Text;
using Whelk.Cli.Client;
using Whelk.Linux.Terminals;

namespace Whelk.Cli.CommandLine;

/// <summary>What a command has of the process it runs in: streams, environment, clock, terminal. Tests put their own in place.</summary>
internal sealed class CommandHost : IDisposable
{
    private readonly Lazy<TextWriter> _out;
    private readonly Lazy<TextWriter> _error;

    public CommandHost()
    {
        _out = new Lazy<TextWriter>(() => WriterOf(Output!, autoFlush: false));
        _error = new Lazy<TextWriter>(() => WriterOf(ErrorOutput!, autoFlush: true));
    }

    public required Stream Input { get; init; }

    public required Stream Output { get; init; }

    public required Stream ErrorOutput { get; init; }

    public required Func<string, string?> Environment { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Whether descriptor 0, 1 or 2 is a terminal.</summary>
    public Func<int, bool> IsTerminal { get; init; } = RawMode.IsTerminal;

    /// <summary>Text for standard output; flushed when the command ends.</summary>
    public TextWriter Out => _out.Value;

    /// <summary>Text for standard error, written at once.</summary>
    public TextWriter Error => _error.Value;

    /// <summary>The host of this very process.</summary>
    // Console.Out and Console.In would set up the terminal for line editing, which costs a millisecond and is in the way of raw mode.
    public static CommandHost OfProcess() => new()
    {
        Input = new StandardInput(),
        Output = Console.OpenStandardOutput(),
        ErrorOutput = Console.OpenStandardError(),
        Environment = System.Environment.GetEnvironmentVariable,
    };

    /// <summary>A client of the daemon that --host, WHELK_HOST or the default names. Connects on first use.</summary>
    public EngineClient Engine(string? hostOption) => new(EngineAddress.Choose(hostOption, Environment(EngineAddress.Variable)));

    /// <summary>Writes out what <see cref="Out"/> has gathered.</summary>
    public void Flush()
    {
        if (_out.IsValueCreated)
        {
            Out.Flush();
        }

        if (_error.IsValueCreated)
        {
            Error.Flush();
        }
    }

    public void Dispose()
    {
        Flush();
        Input.Dispose();
        Output.Dispose();
        ErrorOutput.Dispose();
    }

    private static StreamWriter WriterOf(Stream stream, bool autoFlush) =>
        new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), bufferSize: 4096, leaveOpen: true) { AutoFlush = autoFlush };
}
