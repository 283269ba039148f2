using Whelk.Errors;
using Whelk.Guest.Protocol;
using Whelk.Vm.Relay;
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

    /// <summary>To a sandbox's monitor, a string: the frame behind this one is about that container of its pod.</summary>
    internal const FrameType Member = (FrameType)69;

    /// <summary>To a sandbox's monitor: a container wants to be in its machine (<see cref="Pods.JoinRequest"/>). Answered by a reply; for as long as the connection lives, so does the container.</summary>
    internal const FrameType Join = (FrameType)70;

    /// <summary>On the connection of a <see cref="Join"/>: the container's first process is to start (<see cref="Pods.LaunchRequest"/>).</summary>
    internal const FrameType Launch = (FrameType)71;

    internal const string Start = "start";
    internal const string Kill = "kill";
    internal const string KillAll = "kill-all";
    internal const string Pause = "pause";
    internal const string Resume = "resume";
    internal const string Network = "network";

    /// <summary>Of a container whose monitor has ended: answered when nothing is left of it.</summary>
    internal const string Leave = "leave";

    /// <summary>Asks and waits for the answer.</summary>
    /// <returns>0, or the exit code that the command ends with, and the message.</returns>
    /// <exception cref="WhelkException">There is no monitor: the VM has stopped.</exception>
    internal static async Task<(int Code, string Message)> AskAsync(VmFolder folder, string operation, int argument, CancellationToken cancellationToken)
    {
        return await AskAsync(folder, Request, Encode(operation, argument), cancellationToken);
    }

    /// <summary>Has limits of the workload set, or kept until it starts.</summary>
    /// <inheritdoc cref="AskAsync(VmFolder, string, int, CancellationToken)"/>
    internal static Task<(int Code, string Message)> SetLimitsAsync(VmFolder folder, IReadOnlyList<CgroupSetting> limits, CancellationToken cancellationToken) =>
        AskAsync(folder, Limits, SetupOperation.Encode([new SetupOperation.Limits(limits)]).ToArray(), cancellationToken);

    /// <summary>The payload of a <see cref="Request"/>.</summary>
    internal static byte[] Encode(string operation, int argument) => new PayloadWriter().String(operation).Int32(argument).Written.ToArray();

    /// <summary>What a <see cref="Request"/> says.</summary>
    internal static (string Operation, int Argument) ReadRequest(byte[] request)
    {
        var reader = new PayloadReader(request);
        return (reader.String(), reader.Int32());
    }

    private static async Task<(int Code, string Message)> AskAsync(VmFolder folder, FrameType type, byte[] payload, CancellationToken cancellationToken)
    {
        await using var connection = MonitorSocket.Connect(folder);
        return await AskAsync(connection, type, payload, cancellationToken);
    }

    /// <summary>Asks on a connection of the caller's.</summary>
    /// <inheritdoc cref="AskAsync(VmFolder, string, int, CancellationToken)"/>
    internal static async Task<(int Code, string Message)> AskAsync(FrameConnection connection, FrameType type, byte[] payload, CancellationToken cancellationToken)
    {
        connection.Post(type, 0, payload);
        var reply = await connection.ReceiveAsync(cancellationToken);
        return reply is { Type: Reply } frame ? ReadReply(frame) : throw new WhelkException(ErrorCode.InvalidState, "container not running");
    }

    /// <summary>Answers with a <see cref="Reply"/>.</summary>
    internal static void Answer(FrameConnection connection, (int Code, string Message) answer) =>
        connection.Post(Reply, 0, new PayloadWriter().Int32(answer.Code).String(answer.Message).Written);

    /// <summary>Answers somebody who wants a process that it does not start.</summary>
    internal static void Refuse(FrameConnection connection, string reason) =>
        connection.Post(FrameType.Failed, 0, new PayloadWriter().Int32(0).String(reason).String(string.Empty).Written);

    /// <summary>What a <see cref="Reply"/> says.</summary>
    internal static (int Code, string Message) ReadReply(Frame frame)
    {
        var reader = new PayloadReader(frame.Payload.Span);
        return (reader.Int32(), reader.String());
    }
}
