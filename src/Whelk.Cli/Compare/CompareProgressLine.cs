using Spectre.Console;
using Whelk.Cli.CommandLine;
using Whelk.Cli.Output;

namespace Whelk.Cli.Compare;

/// <summary>Progress on standard error: one line that is drawn over at a terminal, a line per kind of step elsewhere.</summary>
internal sealed class CompareProgressLine(CommandHost host)
{
    private const int BarWidth = 30;
    private readonly bool _terminal = host.IsTerminal(StandardTerminal.Error);
    private readonly IAnsiConsole _console = Terminals.Error(host);
    private readonly HashSet<string> _shown = [];

    public void Show(CompareProgress step)
    {
        var isNew = _shown.Add($"{step.Side}: {step.Step}");
        if (_terminal)
        {
            Draw(step);
        }
        else if (isNew)
        {
            host.Error.WriteLine($"measuring {step.Side}: {step.Step}");
        }
    }

    /// <summary>Clears the line.</summary>
    public void End()
    {
        if (_terminal && _shown.Count > 0)
        {
            _console.Write(new ControlCode("\r\u001b[2K"));
        }
    }

    private void Draw(CompareProgress step)
    {
        var filled = step.Of <= 0 ? 0 : Math.Clamp(BarWidth * step.Run / step.Of, 0, BarWidth);
        _console.Write(new ControlCode("\r\u001b[2K"));
        _console.Markup($"measuring [bold]{Markup.Escape(step.Side),-10}[/] [green]{new string('━', filled)}[/][grey]{new string('━', BarWidth - filled)}[/] {step.Run}/{step.Of} {Markup.Escape(step.Step)}");
    }
}
