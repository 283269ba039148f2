using Whelk.Api;
using Whelk.Cli.Client;
using Whelk.Cli.CommandLine;

namespace Whelk.Cli.Attach;

/// <summary>How this process's streams are tied to a workload's.</summary>
internal sealed record StreamOptions
{
    /// <summary>Whether standard input goes to the workload.</summary>
    public bool Input { get; init; }

    /// <summary>Whether the workload has a terminal.</summary>
    public bool Tty { get; init; }

    public DetachKeys? DetachKeys { get; init; }

    /// <summary>Whether signals are forwarded; with a terminal they are keys, and go the way of keys.</summary>
    public bool ForwardSignals { get; init; } = true;

    /// <summary>A terminal inside that nobody can type at is a mistake: better said before anything is created.</summary>
    /// <exception cref="ExitException">Input and a terminal are wanted, and standard input is none.</exception>
    public void Check(CommandHost host)
    {
        if (Input && Tty && !host.IsTerminal(StandardTerminal.Input))
        {
            throw new ExitException(1, "the input device is not a TTY");
        }
    }

    /// <summary>Raw mode for as long as the result lives; null where there is no terminal, or no one types.</summary>
    public RawInput? EnterTerminal(CommandHost host) =>
        Input && Tty && host.IsTerminal(StandardTerminal.Input) ? new RawInput() : null;

    public AttachSession Session(CommandHost host, HijackedConnection connection) => new(host, connection)
    {
        Tty = Tty,
        Input = Input,
        DetachKeys = Tty && host.IsTerminal(StandardTerminal.Input) ? DetachKeys : null,
    };
}
