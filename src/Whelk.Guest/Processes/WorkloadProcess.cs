using Microsoft.Win32.SafeHandles;
using Whelk.Guest.Port;
using Whelk.Guest.Protocol;
using Whelk.Linux.Processes;
using Whelk.Linux.Terminals;
using Whelk.Linux.Waiting;

namespace Whelk.Guest.Processes;

/// <summary>A process on its stream, from STARTED to EXIT, which follows the last byte of both outputs.</summary>
internal sealed class WorkloadProcess
{
    private readonly LaunchedProcess _process;
    private readonly EventLoop _loop;
    private readonly HostPort _port;
    private readonly Action<WorkloadProcess> _ended;
    private readonly SafeFileHandle _watch;
    private readonly InputWriter _input;
    private readonly OutputReader _output;
    private readonly OutputReader? _error;
    private ExitStatus? _status;
    private bool _finished;

    internal WorkloadProcess(ushort stream, LaunchedProcess process, Workload workload, EventLoop loop, HostPort port, Action<WorkloadProcess> ended)
    {
        (Stream, _process, Workload, _loop, _port, _ended) = (stream, process, workload, loop, port, ended);
        _input = new InputWriter(process.Input, stream, loop, port, process.HasTerminal);
        _output = new OutputReader(process.Output, FrameType.Out, stream, loop, port, Finish);
        _loop.Add(process.Output, _output.Update);
        if (process.Error is { } error)
        {
            _error = new OutputReader(error, FrameType.Err, stream, loop, port, Finish);
            _loop.Add(error, _error.Update);
        }

        _watch = Reaper.Watch(process.Pid);
        _loop.Add(_watch, OnExit);
        _loop.Want(_watch, read: true, write: false);
        Update();
    }

    internal ushort Stream { get; }

    internal int Pid => _process.Pid;

    /// <summary>Whose it is.</summary>
    internal Workload Workload { get; }

    internal bool Exited => _status is not null;

    internal void Handle(FrameType type, ReadOnlySpan<byte> payload)
    {
        switch (type)
        {
            case FrameType.Stdin:
                _input.Write(payload);
                break;
            case FrameType.Eof:
                _input.End();
                break;
            case FrameType.Signal:
                Signal(new PayloadReader(payload).Int32());
                break;
            case FrameType.Resize when _process.HasTerminal:
                var size = WindowSize.Decode(payload);
                PseudoTerminal.Resize(_process.Output, new TerminalSize(size.Rows, size.Columns));
                break;
            case FrameType.Credit:
                Grant(CreditWindow.Decode(payload));
                break;
            default:
                break;
        }
    }

    /// <summary>Goes on reading the outputs where credit or the port's queue had stopped them.</summary>
    internal void Update()
    {
        _output.Update();
        _error?.Update();
    }

    private void Signal(int signal)
    {
        if (!Exited)
        {
            Reaper.Signal(_watch, signal);
        }
    }

    private void Grant((FrameType Type, uint Count) credit)
    {
        switch (credit.Type)
        {
            case FrameType.Out:
                _output.Grant(credit.Count);
                break;
            case FrameType.Err:
                _error?.Grant(credit.Count);
                break;
            default:
                throw new ProtocolException($"credit for {credit.Type}");
        }
    }

    private void OnExit()
    {
        _status = Reaper.Wait(Pid);
        _loop.Remove(_watch);
        _watch.Dispose();
        _input.Close();
        _output.Drain();
        _error?.Drain();
        Finish();
    }

    private void Finish()
    {
        if (_finished || _status is not { } status || !_output.Ended || _error is { Ended: false })
        {
            return;
        }

        _finished = true;
        _loop.Remove(_process.Output);
        _process.Output.Dispose();
        if (_process.Error is { } error)
        {
            _loop.Remove(error);
            error.Dispose();
        }

        _port.Send(FrameType.Exit, Stream, new PayloadWriter().Int32(status.ShellCode).Bool(Workload.Group.RanOutOfMemory()).Written);
        _ended(this);
    }
}
