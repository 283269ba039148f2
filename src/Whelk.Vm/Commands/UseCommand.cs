using System.Text.Json;
using Whelk.Errors;
using Whelk.Guest.Protocol;
using Whelk.Vm.CommandLine;
using Whelk.Vm.Monitor;
using Whelk.Vm.Store;

namespace Whelk.Vm.Commands;

/// <summary><c>use</c>: what the workload uses of its guest's memory and tasks, as JSON; what the machine uses its control group on the host says.</summary>
internal static class UseCommand
{
    internal static async Task<int> RunAsync(GlobalOptions options)
    {
        var folder = VmFolder.Existing(options.Root, Arguments.Parse(options.Rest, [], []).Word(0, "the container's id"));
        await using var connection = MonitorSocket.Connect(folder);
        connection.Post(ControlFrame.Use, 0);
        if (await connection.ReceiveAsync() is not { Type: ControlFrame.Use } frame)
        {
            throw new WhelkException(ErrorCode.InvalidState, "container not running");
        }

        await Console.Out.WriteLineAsync(JsonSerializer.Serialize(UseReport.Of(GuestUse.Decode(frame.Payload.Span)), StoreJson.Default.UseReport));
        return 0;
    }
}
