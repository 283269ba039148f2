using System.Text.Json;
using Whelk.Errors;
using Whelk.Guest.Protocol;
using Whelk.Vm.CommandLine;
using Whelk.Vm.Monitor;
using Whelk.Vm.Relay;
using Whelk.Vm.Store;

namespace Whelk.Vm.Commands;

/// <summary><c>use</c>: what the workload uses of its guest's memory and tasks, as JSON; what the machine uses its control group on the host says.</summary>
internal static class UseCommand
{
    // Longer than the monitor waits for the guest.
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(4);

    internal static async Task<int> RunAsync(GlobalOptions options)
    {
        var folder = VmFolder.Existing(options.Root, Arguments.Parse(options.Rest, [], []).Word(0, "the container's id"));
        await using var connection = MonitorSocket.Connect(folder);
        using var bound = new CancellationTokenSource(Bound);
        connection.Post(ControlFrame.Use, 0);
        var frame = await ReceiveAsync(connection, bound.Token);
        await Console.Out.WriteLineAsync(JsonSerializer.Serialize(UseReport.Of(GuestUse.Decode(frame.Payload.Span)), StoreJson.Default.UseReport));
        return 0;
    }

    private static async Task<Frame> ReceiveAsync(FrameConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            return await connection.ReceiveAsync(cancellationToken) switch
            {
                { Type: ControlFrame.Use } frame => frame,
                { Type: ControlFrame.Reply } frame => throw new WhelkException(ErrorCode.InvalidState, ControlFrame.ReadReply(frame).Message),
                _ => throw new WhelkException(ErrorCode.InvalidState, "container not running"),
            };
        }
        catch (OperationCanceledException exception)
        {
            throw new WhelkException(ErrorCode.Timeout, $"the virtual machine's monitor did not answer within {Bound.TotalSeconds} s", exception);
        }
    }
}
