using Spectre.Console;
using Whelk.Cli.CommandLine;

namespace Whelk.Cli.Output;

/// <summary>Consoles of Spectre.Console over this process's streams: colour for a person at a terminal, plain text for everything else.</summary>
internal static class Terminals
{
    // Wide enough that no line of a table breaks where nobody has a window.
    private const int WidthWithoutTerminal = 160;

    public static IAnsiConsole Out(CommandHost host) => Create(host, host.Out, StandardTerminal.Output);

    public static IAnsiConsole Error(CommandHost host) => Create(host, host.Error, StandardTerminal.Error);

    private static IAnsiConsole Create(CommandHost host, TextWriter writer, int fd)
    {
        var terminal = host.IsTerminal(fd);
        var colour = terminal && string.IsNullOrEmpty(host.Environment("NO_COLOR"));
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = terminal ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = colour ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = terminal ? InteractionSupport.Yes : InteractionSupport.No,
            Out = new AnsiConsoleOutput(writer),
        });
        console.Profile.Capabilities.Unicode = true;
        console.Profile.Width = terminal && StandardTerminal.SizeOf(fd) is { } size ? size.Columns : WidthWithoutTerminal;
        return console;
    }
}
