using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;
using Whelk.Errors;
using Whelk.Linux.Files;
using Whelk.Linux.Namespaces;
using Whelk.Linux.Processes;
using Whelk.Linux.Signals;
using Whelk.Linux.Sockets;
using Whelk.Vm.Relay;

namespace Whelk.Vm.Qemu;

/// <summary>A running QEMU: its process, its monitor socket and the agent's port. It dies with the thread that started it (PDEATHSIG).</summary>
internal sealed class QemuProcess : IAsyncDisposable
{
    // What Linux says where it takes its timer for none (apic.c, calibrate_APIC_clock): "..., disabling apic timer".
    private const string TimerLost = "disabling apic timer";

    // What is saved goes to a descriptor that has a name: QEMU takes no number there, and "exec:" is what -sandbox spawn=deny forbids.
    private const string State = "state";

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan FullDiskPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan GoOnBound = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan SavePause = TimeSpan.FromMilliseconds(5);

    private readonly ChildProcess _process;
    private readonly QmpClient _qmp;
    private readonly OutputTail _errors;
    private readonly OutputTail _console;
    private volatile bool _isPaused;
    private int _isGoingOn;

    private QemuProcess(ChildProcess process, Socket qmp, FrameConnection agent, OutputTail errors, OutputTail console)
    {
        (_process, Agent, _errors, _console) = (process, agent, errors, console);
        _qmp = new QmpClient(qmp, OnEvent);
        Ended = process.WaitAsync();
    }

    /// <summary>Frames to and from the guest.</summary>
    internal FrameConnection Agent { get; }

    /// <summary>Completes when the process has ended.</summary>
    internal Task<ExitStatus> Ended { get; }

    /// <summary>Completes where the guest's kernel boots without a timer: it will stop at its first sleep.</summary>
    internal Task WithoutTimer => _console.Seen;

    /// <summary>What the guest's kernel said of its end; null where it did not panic.</summary>
    internal string? Panic => _console.LineWith("Kernel panic");

    internal int Pid => _process.Pid;

    /// <summary>Starts it from <paramref name="thread"/>, which must live as long as the VM.</summary>
    internal static QemuProcess Start(VmShape shape, GuestFiles files, string accelerator, NamespaceThread thread)
    {
        var (qmp, qmpPeer) = SocketPair.Create();
        var (agent, agentPeer) = SocketPair.Create();
        var (console, consolePeer) = SocketPair.Create();
        var (errors, errorsPeer) = SocketPair.Create();
        using (qmpPeer)
        using (agentPeer)
        using (consolePeer)
        using (errorsPeer)
        using (var descriptors = QemuDescriptors.Of(shape, files))
        {
            descriptors.ByNumber[QemuCommandLine.QmpFd] = qmpPeer;
            descriptors.ByNumber[QemuCommandLine.AgentFd] = agentPeer;
            descriptors.ByNumber[QemuCommandLine.ConsoleFd] = consolePeer;
            var process = thread.Run(() => ChildProcess.Start(new SpawnOptions
            {
                Path = files.Spawn,
                Arguments =
                [
                    "--pdeathsig", $"{SignalNumber.SIGKILL}", $"{Environment.ProcessId}", "--session", .. QemuUser.Arguments(shape, accelerator), "--", files.Qemu,
                    .. QemuCommandLine.Of(shape, accelerator, TscRate.Kilohertz()),
                ],
                StandardError = errorsPeer,
                StandardOutput = errorsPeer,
                Descriptors = descriptors.ByNumber,
            }));
            return new QemuProcess(process, SocketOf(qmp), new FrameConnection(SocketOf(agent)), new OutputTail(errors), new OutputTail(console, TimerLost));
        }
    }

    internal Task PauseAsync(CancellationToken cancellationToken)
    {
        _isPaused = true;
        return _qmp.ExecuteAsync("stop", cancellationToken);
    }

    internal Task ResumeAsync(CancellationToken cancellationToken)
    {
        _isPaused = false;
        return _qmp.ExecuteAsync("cont", cancellationToken);
    }

    /// <summary>Takes up the state of the template whose memory it was started with; the guest runs on from there.</summary>
    /// <exception cref="WhelkException">QEMU refused it, or is gone.</exception>
    internal async Task RestoreAsync(CancellationToken cancellationToken)
    {
        await ShareMemoryAsync(cancellationToken);
        await _qmp.ExecuteAsync("migrate-incoming", $$"""{"uri":"fd:{{QemuCommandLine.StateFd}}"}""", cancellationToken);
    }

    /// <summary>Saves the guest's devices and ends; its memory is in the file that it was started with.</summary>
    /// <exception cref="WhelkException">QEMU could not save it.</exception>
    internal async Task SaveAsync(SafeHandle state, CancellationToken cancellationToken)
    {
        await ShareMemoryAsync(cancellationToken);
        await _qmp.PassAsync(State, state, cancellationToken);
        await _qmp.ExecuteAsync("migrate", $$"""{"uri":"fd:{{State}}"}""", cancellationToken);
        string? status;
        while ((status = await MigrationStatusAsync(cancellationToken)) is not "completed")
        {
            if (status is "failed" or "cancelled")
            {
                throw new WhelkException(ErrorCode.Internal, $"QEMU could not save the guest: {status}");
            }

            await Task.Delay(SavePause, cancellationToken);
        }

        await _qmp.ExecuteAsync("quit", cancellationToken);
        await Ended.WaitAsync(cancellationToken);
    }

    /// <summary>What QEMU, and the guest's kernel on its console, said last; for a VM that ended on its own.</summary>
    internal async Task<string> LastWordsAsync()
    {
        await Task.WhenAny(Task.WhenAll(_errors.Ended, _console.Ended), Task.Delay(Grace));
        var said = string.Join('\n', new[] { _errors.Text(), _console.Text() }.Where(text => text.Length > 0));
        return said.Length > 0 ? said : "neither QEMU nor the guest's kernel said a word";
    }

    /// <summary>Ends the VM: the guest syncs and powers off, else QEMU quits, else it is killed. Idempotent.</summary>
    /// <param name="grace">For the guest to write out what only its memory holds.</param>
    /// <param name="cut">Ends the grace early.</param>
    internal async Task StopAsync(TimeSpan grace, Task cut)
    {
        Agent.Post(Whelk.Guest.Protocol.FrameType.Shutdown, 0);
        if (await Task.WhenAny(Ended, cut, Task.Delay(grace)) != Ended)
        {
            using var bound = new CancellationTokenSource(Grace);
            try
            {
                await _qmp.ExecuteAsync("quit", bound.Token);
            }
            catch (Exception exception) when (exception is WhelkException or OperationCanceledException)
            {
                // It is killed next.
            }
        }

        if (!await EndsWithinAsync(Grace))
        {
            Kill();
            await Ended;
        }
    }

    internal void Kill() => _process.Signal(SignalNumber.SIGKILL);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Kill();
        await Ended;
        await Agent.DisposeAsync();
        _qmp.Dispose();
        _errors.Dispose();
        _console.Dispose();
        _process.Dispose();
    }

    // The memory itself stays where it is.
    private Task<JsonElement?> ShareMemoryAsync(CancellationToken cancellationToken) => _qmp.ExecuteAsync(
        "migrate-set-capabilities",
        """{"capabilities":[{"capability":"x-ignore-shared","state":true}]}""",
        cancellationToken);

    private async Task<string?> MigrationStatusAsync(CancellationToken cancellationToken) =>
        QmpMessage.TextOf(await _qmp.ExecuteAsync("query-migrate", cancellationToken), "status");

    // A guest that writes while the host's disk is full is stopped by QEMU (werror=enospc) and keeps what it wanted to write.
    private void OnEvent(QmpMessage message)
    {
        if (message.Event == "BLOCK_IO_ERROR" && QmpMessage.TextOf(message.Data, "action") == "stop" && Interlocked.Exchange(ref _isGoingOn, 1) == 0)
        {
            _ = GoOnAsync();
        }
    }

    // It tries again, and is stopped again, until there is room.
    private async Task GoOnAsync()
    {
        await Task.Delay(FullDiskPause);
        Volatile.Write(ref _isGoingOn, 0);
        using var bound = new CancellationTokenSource(GoOnBound);
        try
        {
            if (!_isPaused)
            {
                await _qmp.ExecuteAsync("cont", bound.Token);
            }
        }
        catch (Exception exception) when (exception is WhelkException or OperationCanceledException)
        {
            // It has ended meanwhile, or hangs.
        }
    }

    private async Task<bool> EndsWithinAsync(TimeSpan time) => await Task.WhenAny(Ended, Task.Delay(time)) == Ended;

    private static Socket SocketOf(SafeFileHandle handle)
    {
        using (handle)
        {
            var owned = Descriptor.Duplicate(handle);
            var number = owned.DangerousGetHandle();
            owned.SetHandleAsInvalid();
            return new Socket(new SafeSocketHandle(number, ownsHandle: true));
        }
    }
}
