using Whelk.Errors;
using Whelk.Guest.Protocol;
using Whelk.Vm.Store;

namespace Whelk.Vm.Monitor;

/// <summary>What commands ask of a monitor over its socket: the agent's frames, with three of their own.</summary>
internal static class ControlFrame
{
    internal const FrameType Request = (FrameType)64;
    internal const FrameType Reply = (FrameType)65;

    /// <summary>Strings: a look into the workload. From then on the connection is like that of an exec.</summary>
    internal const FrameType Inside = (FrameType)66;

    internal const string Start = "start";
    internal const string Kill = "kill";
    internal const string KillAll = "kill-all";
    internal const string Pause = "pause";
    internal const string Resume = "resume";
    internal const string Network = "network";

    /// <summary>Asks and waits for the answer.</summary>
    /// <returns>0, or the exit code that the command ends with, and the message.</returns>
    /// <exception cref="WhelkException">There is no monitor: the VM has stopped.</exception>
    internal static async Task<(int Code, string Message)> AskAsync(VmFolder folder, string operation, int argument, CancellationToken cancellationToken)
    {
        await using var connection = MonitorSocket.Connect(folder);
        connection.Post(Request, 0, new PayloadWriter().String(operation).Int32(argument).Written);
        var reply = await connection.ReceiveAsync(cancellationToken);
        if (reply is not { Type: Reply } frame)
        {
            throw new WhelkException(ErrorCode.InvalidState, "container not running");
        }

        var reader = new PayloadReader(frame.Payload.Span);
        return (reader.Int32(), reader.String());
    }
}
