using Whelk.Errors;
using Whelk.Guest.Protocol;
using Whelk.Vm.Monitor;
using Whelk.Vm.Relay;

namespace Whelk.Vm.Pods;

/// <summary>
/// The containers in the machine of a sandbox, for its monitor. Each has a monitor of its own, and lives for as long as that one's connection: what it had in the
/// guest, and in the folder of binds, goes with it.
/// </summary>
/// <param name="session">Of the machine.</param>
/// <param name="staging">What the machine sees of the host.</param>
internal sealed class Pod(AgentSession session, StagingFolder staging)
{
    private const string NotRunning = "container not running";

    // Of a guest that is up, under emulation on a busy machine.
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(10);

    // A guest asks anew what is at a path after a second (virtiofsd's cache=auto).
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(1.5);

    private readonly Dictionary<string, PodMember> _members = [];
    private readonly Lock _gate = new();

    /// <summary>Takes a container in and serves its monitor; returns when nothing is left of the container.</summary>
    internal async Task ServeJoinAsync(FrameConnection connection, JoinRequest request)
    {
        var member = new PodMember(request);
        try
        {
            Add(member);
        }
        catch (Exception exception) when (exception is WhelkException or IOException)
        {
            ControlFrame.Answer(connection, (1, exception.Message));
            return;
        }

        try
        {
            ControlFrame.Answer(connection, (0, string.Empty));
            await FollowAsync(connection, member);
        }
        finally
        {
            await RemoveAsync(member);
        }

        await connection.FinishAsync();
    }

    /// <summary>Answers a frame that is about one of the containers.</summary>
    /// <exception cref="WhelkException">The guest does not do it.</exception>
    /// <exception cref="TimeoutException">The guest does not answer.</exception>
    internal async Task AnswerAsync(FrameConnection connection, string id)
    {
        var member = Find(id);
        switch (await connection.ReceiveAsync())
        {
            case { Type: ControlFrame.Request } frame when ControlFrame.ReadRequest(frame.Payload.ToArray()).Operation == ControlFrame.Leave:
                await (member?.Gone ?? Task.CompletedTask);
                ControlFrame.Answer(connection, (0, string.Empty));
                break;
            case { Type: FrameType.Exec } when member is null or { Stream: 0 }:
                ControlFrame.Refuse(connection, NotRunning);
                break;
            case { } when member is null or { Stream: 0 }:
                ControlFrame.Answer(connection, (1, NotRunning));
                break;
            case { Type: ControlFrame.Request } frame:
                await SetUpAsync(connection, member!, [new SetupOperation.Freeze(ControlFrame.ReadRequest(frame.Payload.ToArray()).Operation == ControlFrame.Pause)]);
                break;
            case { Type: ControlFrame.Limits } frame:
                await SetUpAsync(connection, member!, SetupOperation.Decode(frame.Payload.Span));
                break;
            case { Type: ControlFrame.Use }:
                connection.Post(ControlFrame.Use, 0, (await session.UseAsync(member!.Stream).WaitAsync(Bound)).Encode());
                break;
            case { Type: FrameType.Exec } frame:
                await RunAsync(connection, Joining(member!, GuestProcess.Decode(frame.Payload.Span)));
                break;
            default:
                break;
        }
    }

    private async Task FollowAsync(FrameConnection connection, PodMember member)
    {
        // Its terminal may be resized before it is launched: the launch says how large it is by then.
        var frame = await connection.ReceiveAsync();
        while (frame is { Type: FrameType.Resize })
        {
            frame = await connection.ReceiveAsync();
        }

        if (frame is not { Type: ControlFrame.Launch } launched)
        {
            return;
        }

        var launch = LaunchRequest.Decode(launched.Payload.Span);
        var (setup, process) = (SetupOperation.Decode(launch.Setup), GuestProcess.Decode(launch.Process));
        if (launch.PidsOf.Length > 0)
        {
            if (Find(launch.PidsOf) is not { Stream: > 0 and var pidsOf })
            {
                ControlFrame.Refuse(connection, NotRunning);
                return;
            }

            process = process with { Root = process.Root! with { PidsOf = pidsOf } };
        }

        await RunAsync(connection, stream => Launch(member, stream, setup, process));
    }

    private void Launch(PodMember member, ushort stream, IReadOnlyCollection<SetupOperation> setup, GuestProcess process)
    {
        // Where one of them fails, the process does not start, and says why. Where none of them was sent, the process is not either.
        var asked = session.SetupAsync(setup, stream);
        if (asked.IsFaulted)
        {
            throw new WhelkException(ErrorCode.Unavailable, "the virtual machine of the pod does not answer");
        }

        member.Stream = stream;
        session.Post(FrameType.Exec, stream, process.Encode());
    }

    private async Task RunAsync(FrameConnection connection, Action<ushort> start)
    {
        try
        {
            await new ProxyStream(connection, session) { IsMembers = true }.RunAsync(start);
        }
        catch (WhelkException exception)
        {
            ControlFrame.Refuse(connection, exception.Message);
        }
    }

    // A process of a container joins its first one; a look of the agent's stays one.
    private Action<ushort> Joining(PodMember member, GuestProcess process)
    {
        var joins = process.Joins == GuestProcess.JoinsAgent ? GuestProcess.JoinsAgent : member.Stream;
        return stream => session.Post(FrameType.Exec, stream, (process with { Joins = joins }).Encode());
    }

    private async Task SetUpAsync(FrameConnection connection, PodMember member, IReadOnlyList<SetupOperation> operations) =>
        ControlFrame.Answer(connection, await session.SetupAsync(operations, member.Stream).WaitAsync(Bound) is { Length: > 0 } error ? (1, error) : (0, string.Empty));

    private void Add(PodMember member)
    {
        lock (_gate)
        {
            if (!_members.TryAdd(member.Id, member))
            {
                throw new WhelkException(ErrorCode.AlreadyExists, $"container {member.Id} is in the pod already");
            }
        }

        try
        {
            staging.Add(member.Binds);
        }
        catch (Exception)
        {
            Forget(member);
            throw;
        }
    }

    private async Task RemoveAsync(PodMember member)
    {
        // Nothing more is asked of it: the guest would begin a workload of that number anew.
        var stream = member.Stream;
        member.Stream = 0;
        try
        {
            if (stream != 0)
            {
                await session.SetupAsync(member.Undo, stream).WaitAsync(Bound);
            }
        }
        catch (Exception exception) when (exception is WhelkException or TimeoutException)
        {
            // The guest is gone, or hangs: nothing of the host's is left in it all the same.
        }
        finally
        {
            TakeAway(member);
        }

        if (stream != 0)
        {
            _ = LetGoAsync(member);
        }
    }

    // What the guest remembers of the host, virtiofsd keeps open.
    private async Task LetGoAsync(PodMember member)
    {
        await Task.Delay(Remembered);
        try
        {
            await session.SetupAsync(member.Forgetting);
        }
        catch (WhelkException)
        {
            // The guest is gone.
        }
    }

    private void TakeAway(PodMember member)
    {
        try
        {
            staging.Remove(member.Binds);
        }
        finally
        {
            Forget(member);
        }
    }

    private void Forget(PodMember member)
    {
        try
        {
            staging.RemoveFolder(member.Place);
        }
        finally
        {
            lock (_gate)
            {
                _members.Remove(member.Id);
            }

            member.MarkGone();
        }
    }

    private PodMember? Find(string id)
    {
        lock (_gate)
        {
            return _members.GetValueOrDefault(id);
        }
    }
}
