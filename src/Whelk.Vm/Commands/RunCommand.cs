using Whelk.Vm.CommandLine;

namespace Whelk.Vm.Commands;

/// <summary><c>run</c>: create, start, wait, delete.</summary>
internal static class RunCommand
{
    internal static async Task<int> RunAsync(GlobalOptions options)
    {
        var arguments = Arguments.Parse(options.Rest, CreateCommand.Valued, CreateCommand.Flags);
        var detached = arguments.Flag("detach") || arguments.Flag("d");
        var creation = Creation.Read(options, arguments, onCallersTerminal: !detached);
        await Creation.RunAsync(creation, CancellationToken.None);
        try
        {
            await StartCommand.StartAsync(creation.Folder);
        }
        catch (Exception)
        {
            await DeleteCommand.DeleteAsync(creation.Folder, force: true);
            throw;
        }

        if (detached)
        {
            return 0;
        }

        // What a terminal sends to the foreground reaches the monitor too, or is passed on.
        using var signals = new Monitor.SignalForwarding(signal => creation.Monitor.Signal(signal), () => creation.Monitor.Signal(Linux.Signals.SignalNumber.SIGWINCH));
        var status = await creation.Monitor.WaitAsync();
        await DeleteCommand.DeleteAsync(creation.Folder, force: true);
        return status.ShellCode;
    }
}
