using Whelk.Oci.Runtime;
using Whelk.Vm.CommandLine;
using Whelk.Vm.Monitor;
using Whelk.Vm.Store;

namespace Whelk.Vm.Commands;

/// <summary><c>start</c>: returns when the workload runs in the guest, or with the reason why it does not.</summary>
internal static class StartCommand
{
    internal static async Task<int> RunAsync(GlobalOptions options)
    {
        var arguments = Arguments.Parse(options.Rest, [], []);
        await StartAsync(VmFolder.Existing(options.Root, arguments.Word(0, "the container's id")));
        return 0;
    }

    /// <exception cref="CommandFailedException">In runc's words.</exception>
    internal static async Task StartAsync(VmFolder folder)
    {
        var (code, message) = await ControlFrame.AskAsync(folder, ControlFrame.Start, 0, CancellationToken.None);
        if (code != 0)
        {
            throw new CommandFailedException(code, message);
        }

        if (folder.ReadRecord() is { } record && folder.ReadConfig() is { Hooks.Poststart: { } hooks } config)
        {
            await RunHooksAsync(hooks, folder, record, config);
        }
    }

    // As runc does it: what the hook should have made ready is missing, so the workload does not go on.
    private static async Task RunHooksAsync(IReadOnlyList<HookSpec> hooks, VmFolder folder, VmRecord record, RuntimeSpec config)
    {
        try
        {
            await Hooks.RunAsync(hooks, VmStatus.StateOf(folder, record, config), CancellationToken.None);
        }
        catch (Exception)
        {
            await MonitorEnd.ForceAsync(record);
            throw;
        }
    }
}
