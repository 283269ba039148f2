using Whelk.Errors;
using Whelk.Guest.Protocol;
using Whelk.Vm.Store;

namespace Whelk.Vm.Monitor;

/// <summary>What commands ask of a monitor over its socket: the agent's frames, with some of their own.</summary>
internal static class ControlFrame
{
    internal const FrameType Request = (FrameType)64;
    internal const FrameType Reply = (FrameType)65;

    /// <summary>Strings: a look into the workload. From then on the connection is like that of an exec.</summary>
    internal const FrameType Inside = (FrameType)66;

    /// <summary>Setup operations that set limits of the workload; answered by a reply.</summary>
    internal const FrameType Limits = (FrameType)67;

    /// <summary>Nothing: what does the workload use? Answered by <see cref="GuestUse"/> in this same type, or by a reply where that cannot be told.</summary>
    internal const FrameType Use = (FrameType)68;

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
        return await AskAsync(folder, Request, new PayloadWriter().String(operation).Int32(argument).Written.ToArray(), cancellationToken);
    }

    /// <summary>Has limits of the workload set, or kept until it starts.</summary>
    /// <inheritdoc cref="AskAsync(VmFolder, string, int, CancellationToken)"/>
    internal static Task<(int Code, string Message)> SetLimitsAsync(VmFolder folder, IReadOnlyList<CgroupSetting> limits, CancellationToken cancellationToken) =>
        AskAsync(folder, Limits, SetupOperation.Encode([new SetupOperation.Limits(limits)]).ToArray(), cancellationToken);

    private static async Task<(int Code, string Message)> AskAsync(VmFolder folder, FrameType type, byte[] payload, CancellationToken cancellationToken)
    {
        await using var connection = MonitorSocket.Connect(folder);
        connection.Post(type, 0, payload);
        var reply = await connection.ReceiveAsync(cancellationToken);
        return reply is { Type: Reply } frame ? ReadReply(frame) : throw new WhelkException(ErrorCode.InvalidState, "container not running");
    }

    /// <summary>What a <see cref="Reply"/> says.</summary>
    internal static (int Code, string Message) ReadReply(Frame frame)
    {
        var reader = new PayloadReader(frame.Payload.Span);
        return (reader.Int32(), reader.String());
    }
}
