using System.Text;

namespace Whelk.Engine;

/// <summary>What goes wrong where no client waits for the answer: said on the daemon's standard error, and never in the way of the next step.</summary>
internal static class Faults
{
    /// <summary>Runs every step, whatever becomes of those before it.</summary>
    internal static async Task ContainAsync(string doing, params IReadOnlyList<Func<Task>> steps)
    {
        foreach (var step in steps)
        {
            try
            {
                await step();
            }
#pragma warning disable CA1031 // Clean-up finishes every step.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                Report(doing, exception);
            }
        }
    }

    /// <summary>One line, with the cause behind it.</summary>
    internal static void Report(string doing, Exception exception)
    {
        var line = new StringBuilder("whelk daemon: ").Append(doing);
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            line.Append(": ").Append(cause.Message);
        }

        Console.Error.WriteLine(line.ToString());
    }
}
