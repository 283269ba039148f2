using Whelk.Errors;
using Whelk.Guest.Protocol;
using Whelk.Oci.Runtime;
using Whelk.Vm.CommandLine;
using Whelk.Vm.Monitor;
using Whelk.Vm.Relay;
using Whelk.Vm.Store;

namespace Whelk.Vm.Commands;

/// <summary>
/// <c>inside</c>: a look into a running VM's files or processes by its agent, with archives on standard input and output. What a guest has written is never
/// mounted by the host.
/// </summary>
internal static class InsideCommand
{
    internal static async Task<int> RunAsync(GlobalOptions options)
    {
        var arguments = Arguments.Parse(options.Rest, [], [], stopAt: 1);
        var folder = VmFolder.Existing(options.Root, arguments.Word(0, "the container's id"));
        if (VmStatus.Of(folder, folder.ReadRecord()) is var status and not RuntimeStatus.Running)
        {
            throw new WhelkException(ErrorCode.InvalidState, $"cannot look into a {status} container: container not running");
        }

        var words = new PayloadWriter().Strings(arguments.Words.Skip(1).ToList()).Written.ToArray();
        using var console = WorkloadConsole.Open(terminal: false, null);
        await using var connection = MonitorSocket.Connect(folder);
        var relay = new ProcessRelay(console.Stdio, (type, payload) => connection.Post(type, 0, payload));
        connection.Post(ControlFrame.Inside, 0, words);
        return await ExecProxy.FollowAsync(connection, relay, static () => { });
    }
}
