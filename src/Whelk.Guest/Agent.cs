using Microsoft.Win32.SafeHandles;
using Whelk.Errors;
using Whelk.Guest.Boot;
using Whelk.Guest.Inside;
using Whelk.Guest.Names;
using Whelk.Guest.Port;
using Whelk.Guest.Processes;
using Whelk.Guest.Protocol;
using Whelk.Guest.Setup;
using Whelk.Linux.Machine;
using Whelk.Linux.Waiting;

namespace Whelk.Guest;

/// <summary>Does what the host's frames say, on one thread with one loop: under emulation every thread and every wake-up shows.</summary>
internal sealed class Agent
{
    private readonly EventLoop _loop;
    private readonly HostPort _port;
    private readonly Dictionary<ushort, WorkloadProcess> _processes = [];
    private readonly Workloads _workloads = new();
    private readonly NameRelay _names;

    internal Agent(SafeFileHandle port, EventLoop loop)
    {
        _loop = loop;
        _port = new HostPort(port, loop, OnFrame, OnDrained);
        _names = new NameRelay(loop, _port);
    }

    /// <summary>Says READY, or why it is not fit, and serves the host for ever.</summary>
    internal void Run()
    {
        if (TimerCheck.Fault(File.ReadAllText("/proc/timer_list")) is { } fault)
        {
            _port.Send(FrameType.Unfit, 0, new PayloadWriter().String(fault).Written);
        }
        else
        {
            _port.Send(FrameType.Ready, 0, new PayloadWriter().UInt32(ProtocolVersion.Current).Written);
        }

        while (true)
        {
            _loop.RunOnce();
        }
    }

    private void OnFrame(Frame frame)
    {
        var payload = frame.Payload.Span;
        switch (frame.Type)
        {
            case FrameType.Setup:
                Setup(_workloads.Of(frame.Stream), payload);
                break;
            case FrameType.Exec:
                Exec(frame.Stream, GuestProcess.Decode(payload));
                break;
            case FrameType.Ping:
                _port.Send(FrameType.Pong, frame.Stream, payload);
                break;
            case FrameType.Use:
                _port.Send(FrameType.UseReply, 0, _workloads.Of(frame.Stream).Group.Use().Encode());
                break;
            case FrameType.Answer:
                _names.OnAnswer(frame.Stream, payload);
                break;
            case FrameType.Shutdown:
                ThisMachine.Restart();
                break;
            case FrameType.Stdin or FrameType.Eof or FrameType.Signal or FrameType.Resize or FrameType.Credit:
                // A frame for a process that has just ended crosses its EXIT on the way: it is nobody's any more.
                _processes.GetValueOrDefault(frame.Stream)?.Handle(frame.Type, payload);
                break;
            default:
                throw new ProtocolException($"the host sent {frame.Type}");
        }
    }

    private void Setup(Workload workload, ReadOnlySpan<byte> payload)
    {
        var done = 0u;
        var problem = string.Empty;
        foreach (var operation in SetupOperation.Decode(payload))
        {
            try
            {
                SetupRunner.Do(operation, workload, _names);
                done++;
            }
            catch (Exception exception) when (exception is WhelkException or IOException or UnauthorizedAccessException)
            {
                problem = $"{operation.GetType().Name}: {exception.Message}";
                break;
            }
        }

        // What fails before the workload runs stays missing, whatever succeeds after it. What fails once it runs is said, and the workload goes on as it was.
        // What ran in a template is gone before the template is taken: in its clones nothing runs yet.
        workload.SetupError = workload.SetupError.Length > 0 || _processes.Values.Any(process => process.Workload == workload) ? workload.SetupError : problem;
        _port.Send(FrameType.SetupReply, 0, new PayloadWriter().UInt32(done).String(problem).Written);
    }

    private void Exec(ushort stream, GuestProcess process)
    {
        try
        {
            var workload = _workloads.Of(process.Root is null ? process.Joins : stream);

            // What is missing may be what confines the process; the host learns of it only when this frame is on its way.
            if (workload.SetupError.Length > 0)
            {
                throw new WhelkException(ErrorCode.InvalidState, workload.SetupError);
            }

            if (_processes.ContainsKey(stream))
            {
                throw new WhelkException(ErrorCode.Conflict, $"stream {stream} is in use");
            }

            var started = process is { Root: null, Joins: GuestProcess.JoinsAgent }
                ? InsideLauncher.Launch(process.Args)
                : ProcessLauncher.Launch(process, workload, JoinedPid(process));
            _port.Send(FrameType.Started, stream, new PayloadWriter().Int32(started.Pid).Written);
            _processes[stream] = new WorkloadProcess(stream, started, workload, _loop, _port, OnExit);
        }
        catch (LaunchException exception)
        {
            _port.Send(FrameType.Failed, stream, new PayloadWriter().Int32((int)exception.Errno).String(exception.Step).String(exception.Subject).Written);
        }
        catch (WhelkException exception)
        {
            _port.Send(FrameType.Failed, stream, new PayloadWriter().Int32(0).String(exception.Message).String(string.Empty).Written);
        }
    }

    private int JoinedPid(GuestProcess process) => process.Root is { PidsOf: 0 } ? 0
        : _processes.TryGetValue(process.Root?.PidsOf ?? process.Joins, out var joined) && !joined.Exited ? joined.Pid
        : throw new WhelkException(ErrorCode.InvalidState, "container not running");

    private void OnExit(WorkloadProcess process)
    {
        _processes.Remove(process.Stream);
        _workloads.Tidy();
    }

    private void OnDrained()
    {
        foreach (var process in _processes.Values.ToArray())
        {
            process.Update();
        }
    }
}
