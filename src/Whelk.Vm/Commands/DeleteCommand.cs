using Whelk.Errors;
using Whelk.Linux.Cgroups;
using Whelk.Oci.Runtime;
using Whelk.Vm.CommandLine;
using Whelk.Vm.Pods;
using Whelk.Vm.Store;

namespace Whelk.Vm.Commands;

/// <summary><c>delete</c>: removes what create made; with --force also ends what runs, and is content when nothing is there.</summary>
internal static class DeleteCommand
{
    internal static async Task<int> RunAsync(GlobalOptions options)
    {
        var arguments = Arguments.Parse(options.Rest, [], ["force", "f"]);
        var force = arguments.Flag("force") || arguments.Flag("f");
        var folder = VmFolder.Of(options.Root, arguments.Word(0, "the container's id"));
        if (!folder.Exists)
        {
            return force ? 0 : throw new WhelkException(ErrorCode.NotFound, $"container \"{folder.Id}\" does not exist");
        }

        await DeleteAsync(folder, force);
        return 0;
    }

    internal static async Task DeleteAsync(VmFolder folder, bool force)
    {
        var asked = folder.ReadRecord();
        using var turn = folder.TakeTurn();
        var record = folder.ReadRecord();
        if (turn is null || !folder.Exists || (record is not null && record.Created != asked?.Created))
        {
            // Whoever had the turn before has removed it; what may be there by now is another one.
            return;
        }

        var status = VmStatus.Of(folder, record);
        if (!force && status is not (RuntimeStatus.Stopped or RuntimeStatus.Created))
        {
            throw new WhelkException(ErrorCode.InvalidState, $"cannot delete container {folder.Id} that is not stopped: {status}");
        }

        if (record is not null)
        {
            // A created VM has not run anything yet: it ends with delete, forced or not.
            await MonitorEnd.ForceAsync(record);
            if (record.Sandbox is { } sandbox)
            {
                await Sandbox.LeaveAsync(Path.GetDirectoryName(folder.DirectoryPath)!, sandbox, folder.Id);
            }

            await Cgroup.Of(record.Cgroups, record.CgroupsMade).RemoveAsync(CancellationToken.None);
            await RunHooksAsync(folder, record);
        }

        folder.Remove();
    }

    private static async Task RunHooksAsync(VmFolder folder, VmRecord record)
    {
        var config = folder.ReadConfig();
        try
        {
            await Hooks.RunAsync(config.Hooks?.Poststop, VmStatus.StateOf(folder, record, config), CancellationToken.None);
        }
        catch (WhelkException exception)
        {
            // The specification: a failing poststop hook is logged, and the rest goes on.
            await Console.Error.WriteLineAsync(exception.Message);
        }
    }
}
