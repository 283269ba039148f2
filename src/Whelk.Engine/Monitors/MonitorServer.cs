using System.Net.Sockets;
using System.Text.Json;
using Whelk.Engine.Logs;
using Whelk.Engine.Monitors.Protocol;
using Whelk.Engine.Runtimes;
using Whelk.Errors;
using Whelk.Linux.Cgroups;
using Whelk.Linux.Files;
using Whelk.Linux.Processes;
using Whelk.Linux.Signals;
using Whelk.Linux.Terminals;

namespace Whelk.Engine.Monitors;

/// <summary>The monitor's life: creates the workload, answers requests on its socket, reports exits, deletes the workload at its end.</summary>
internal sealed partial class MonitorServer(MonitorOrder order, HeldPorts ports, RuntimeCommand runtime, IWorkloadLog? log, TimeProvider time) : IDisposable
{
    private readonly Dictionary<string, SupervisedProcess> _processes = [];
    private readonly Lock _gate = new();
    private readonly OrphanReaper _orphans = new();
    private List<MessageChannel> _watchers = [];
    private Socket? _listener;
    private Task<ExitRecord>? _initExit;
    private Task _startAnswered = Task.CompletedTask;
    private SupervisedProcess? _init;

    // The workload's root, as the host knows it.
    private uint Root => order.Mapping?.Ids.Start ?? 0;

    private string SocketPath => Path.Combine(order.RunDirectory, MonitorProtocol.SocketName);

    /// <summary>Holds the ports, creates the workload by the runtime, opens the socket. Says what failed, having undone it.</summary>
    internal async Task<MonitorReply> CreateAsync()
    {
        try
        {
            var hostPorts = ports.Hold(order.Ports);
            _listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            File.Delete(SocketPath);
            _listener.Bind(new UnixDomainSocketEndPoint(SocketPath));
            _listener.Listen(64);
            var pid = await CreateInitAsync();
            return new MonitorReply { MonitorPid = Environment.ProcessId, Pid = pid, HostPorts = hostPorts };
        }
        catch (WhelkException exception)
        {
            return MonitorReply.From(exception);
        }
    }

    /// <summary>Gives a daemon's connection the events to come.</summary>
    internal void AddWatcher(MessageChannel watcher)
    {
        lock (_gate)
        {
            _watchers = [.. _watchers, watcher];
        }
    }

    /// <summary>Ends what is only held when the daemon that looks into it goes: nobody else ever would.</summary>
    internal async Task EndWithAsync(MessageChannel daemon)
    {
        while (await daemon.ReceiveAsync(MonitorJson.Default.MonitorRequest, CancellationToken.None) is not null)
        {
            // It has nothing to say here.
        }

        try
        {
            await runtime.KillAsync(order.Id, SignalNumber.SIGKILL, CancellationToken.None);
        }
        catch (WhelkException)
        {
            await DeleteAsync();
        }
    }

    /// <summary>Serves until the first process has ended, everybody has been told and the runtime has deleted the workload.</summary>
    internal async Task ServeUntilEndAsync()
    {
        using var ended = new CancellationTokenSource();
        using var memory = new RestingMemory(time, RestingMemory.Release);
        var serving = AcceptAsync(memory, ended.Token);
        var exit = await _initExit!;

        // A process that could not be started may have ended before the runtime says why.
        await _startAnswered;
        exit = exit with { OomKilled = RanOutOfMemory(), Fault = Fault() };
        if (!order.OnlyHeld)
        {
            KeepExit(exit);
        }

        log?.Dispose();
        await ReportAsync(exit);
        _init!.Dispose();
        await DeleteAsync();
        await ended.CancelAsync();
        await serving;
        File.Delete(SocketPath);
    }

    public void Dispose()
    {
        _listener?.Dispose();
        _orphans.Dispose();
        foreach (var process in _processes.Values)
        {
            process.Dispose();
        }
    }

    private async Task<int> CreateInitAsync()
    {
        var pidFile = Path.Combine(order.RunDirectory, "init.pid");
        var streams = order.Terminal
            ? ProcessStreams.WithTerminal(Path.Combine(order.RunDirectory, "console.sock"))
            : ProcessStreams.WithPipes(order.OpenStdin, Root);
        _init = new SupervisedProcess(MonitorProtocol.Init, streams, log, time, order.StdinOnce);
        _processes[MonitorProtocol.Init] = _init;
        using var handover = _orphans.ExpectHandover();
        await runtime.CreateAsync(order.Id, order.Bundle, order.Program, pidFile, streams.Stdio, CancellationToken.None);
        await streams.ReceiveTerminalAsync(CancellationToken.None);
        var pid = ReadPid(pidFile);
        _initExit = _init.SuperviseAsync(pid);
        return pid;
    }

    private async Task AcceptAsync(RestingMemory memory, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                var connection = await _listener!.AcceptAsync(cancellationToken);
                memory.Served();
                _ = ServeAsync(new MessageChannel(connection));
            }
        }
        catch (OperationCanceledException)
        {
            // The workload has ended.
        }
    }

    private async Task ServeAsync(MessageChannel connection)
    {
        try
        {
            if (await connection.ReceiveAsync(MonitorJson.Default.MonitorRequest, CancellationToken.None) is { } request
                && !await HandleAsync(request, connection))
            {
                connection.Dispose();
            }
        }
        catch (WhelkException exception)
        {
            await TryAnswerAsync(connection, MonitorReply.From(exception));
            connection.Dispose();
        }
        catch (Exception exception) when (exception is SocketException or JsonException or ObjectDisposedException)
        {
            connection.Dispose();
        }
    }

    /// <returns>Whether the connection lives on.</returns>
    private async Task<bool> HandleAsync(MonitorRequest request, MessageChannel connection)
    {
        switch (request.Op)
        {
            case MonitorOp.Watch:
                await AnswerAsync(connection, State());
                AddWatcher(connection);
                return true;
            case MonitorOp.Start:
                _startAnswered = AnswerStartAsync(connection);
                await _startAnswered;
                return false;
            case MonitorOp.Attach:
                await AttachAsync(Find(request.Process), request, connection);
                return true;
            case MonitorOp.Exec:
                await ExecAsync(request, connection);
                return true;
            case MonitorOp.Resize:
                Find(request.Process).Resize(new TerminalSize(request.Rows, request.Columns));
                await AnswerAsync(connection, State());
                return false;
            case MonitorOp.Ports:
                await AnswerAsync(connection, State() with { HostPorts = await ports.ChangeAsync(request.Ports ?? []) });
                return false;
            default:
                throw new WhelkException(ErrorCode.Unsupported, $"this monitor does not know {request.Op}");
        }
    }

    private async Task AnswerStartAsync(MessageChannel connection)
    {
        MonitorReply reply;
        try
        {
            await StartAsync();
            reply = State();
        }
        catch (WhelkException exception)
        {
            reply = MonitorReply.From(exception);
        }

        await TryAnswerAsync(connection, reply);
    }

    // Whoever asked may be gone; the next daemon asks for the state.
    private static async Task TryAnswerAsync(MessageChannel connection, MonitorReply reply)
    {
        try
        {
            await AnswerAsync(connection, reply);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            connection.Dispose();
        }
    }

    // For a daemon that comes later; the one that watches now is told in any case.
    private void KeepExit(ExitRecord exit)
    {
        try
        {
            AtomicFile.Write(Path.Combine(order.RunDirectory, MonitorProtocol.ExitFile), JsonSerializer.SerializeToUtf8Bytes(exit, MonitorJson.Default.ExitRecord), durable: false);
        }
        catch (Exception exception) when (exception is WhelkException or IOException)
        {
            // No space below --run.
        }
    }

    // Asked while the control group is still there.
    private bool RanOutOfMemory() => (order.Cgroup is { } group && new CgroupGauge(CgroupHierarchy.Mounted(), group).MemoryKills() > 0)
        || (order.Runtime.OutOfMemoryFile is { } file && File.Exists(Path.Combine(order.Runtime.StateRoot, order.Id, file)));

    private string? Fault() => order.Runtime.FaultFile is { } file && Path.Combine(order.Runtime.StateRoot, order.Id, file) is var path && File.Exists(path) ? File.ReadAllText(path) : null;

    private async Task StartAsync()
    {
        _init!.StartedAt = time.GetUtcNow();
        try
        {
            await runtime.StartAsync(order.Id, CancellationToken.None);
        }
        catch (WhelkException)
        {
            _init.StartedAt = null;
            await DeleteAsync();
            throw;
        }
    }

    private async Task ReportAsync(ExitRecord exit)
    {
        foreach (var watcher in _watchers)
        {
            try
            {
                await watcher.SendAsync(exit, MonitorJson.Default.ExitRecord, CancellationToken.None);
            }
            catch (SocketException)
            {
                // That daemon is gone; the next one reads exit.json.
            }
        }
    }

    private async Task DeleteAsync()
    {
        try
        {
            await runtime.DeleteAsync(order.Id, CancellationToken.None);
        }
        catch (WhelkException exception)
        {
            // The daemon deletes again when it takes the exit in.
            MonitorFault.Keep(order.RunDirectory, exception.Message);
        }
    }

    private MonitorReply State() => new() { MonitorPid = Environment.ProcessId, Pid = _init?.Child?.Pid ?? 0, StartedAt = _init?.StartedAt, OnlyHeld = order.OnlyHeld };

    private SupervisedProcess Find(string name)
    {
        lock (_gate)
        {
            return _processes.TryGetValue(name, out var process) ? process : throw new WhelkException(ErrorCode.NotFound, $"No such exec instance: {name}");
        }
    }

    private static int ReadPid(string path) => int.TryParse(File.ReadAllText(path), out var pid)
        ? pid
        : throw new WhelkException(ErrorCode.Internal, $"the runtime wrote no pid to {path}");

    private static Task AnswerAsync(MessageChannel connection, MonitorReply reply) =>
        connection.SendAsync(reply, MonitorJson.Default.MonitorReply, CancellationToken.None);
}
