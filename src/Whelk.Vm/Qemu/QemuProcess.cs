using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Whelk.Errors;
using Whelk.Linux.Files;
using Whelk.Linux.Namespaces;
using Whelk.Linux.Processes;
using Whelk.Linux.Signals;
using Whelk.Vm.Relay;

namespace Whelk.Vm.Qemu;

/// <summary>A running QEMU: its process, its monitor socket and the agent's port. It dies with the thread that started it (PDEATHSIG), or with the life of the machine that was handed over.</summary>
internal sealed class QemuProcess : IAsyncDisposable
{
    // What Linux says where it takes its timer for none (apic.c, calibrate_APIC_clock): "..., disabling apic timer".
    private const string TimerLost = "disabling apic timer";

    // What is saved goes to a descriptor that has a name: QEMU takes no number there, and "exec:" is what -sandbox spawn=deny forbids.
    private const string State = "state";

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    // For its parent to have heard of an end that its pipes have told.
    private static readonly TimeSpan StatusBound = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan FullDiskPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan GoOnBound = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan SavePause = TimeSpan.FromMilliseconds(5);

    private readonly ChildProcess _process;
    private readonly QmpClient _qmp;
    private readonly OutputTail _errors;
    private readonly OutputTail _console;
    private volatile bool _isPaused;
    private int _isGoingOn;

    // The ends are its own from here on.
    private QemuProcess(ChildProcess process, Task ended, QemuEnds ends)
    {
        (_process, Ended) = (process, ended);
        Agent = new FrameConnection(SocketOf(ends.Agent));
        _errors = new OutputTail(ends.Words);
        _console = new OutputTail(ends.Console, TimerLost);
        _qmp = new QmpClient(SocketOf(ends.Qmp), OnEvent);
    }

    /// <summary>Frames to and from the guest.</summary>
    internal FrameConnection Agent { get; }

    /// <summary>Completes when the process has ended.</summary>
    internal Task Ended { get; }

    /// <summary>Completes where the guest's kernel boots without a timer: it will stop at its first sleep.</summary>
    internal Task WithoutTimer => _console.Seen;

    /// <summary>What the guest's kernel said of its end; null where it did not panic.</summary>
    internal string? Panic => _console.LineWith("Kernel panic");

    internal int Pid => _process.Pid;

    /// <summary>Starts it from <paramref name="thread"/>, which must live as long as the VM.</summary>
    internal static QemuProcess Start(VmShape shape, GuestFiles files, string accelerator, NamespaceThread thread)
    {
        var (ours, theirs) = QemuEnds.Create();
        using (theirs)
        {
            var process = QemuLaunch.AsChild(shape, files, accelerator, theirs, thread);
            return new QemuProcess(process, process.WaitAsync(), ours);
        }
    }

    /// <summary>Takes over one that somebody else has started, and that ends when <paramref name="machine"/> is let go of.</summary>
    internal static QemuProcess Adopt(HandedMachine machine)
    {
        var (process, ends) = machine.Take();
        return new QemuProcess(process, process.EndedAsync(), ends);
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
    internal Task RestoreAsync(CancellationToken cancellationToken) => _qmp.TakeUpAsync(cancellationToken);

    /// <summary>Gives one that waited its workload's disks, and lets its guest run on.</summary>
    /// <exception cref="WhelkException">QEMU refused it, or is gone.</exception>
    internal async Task WakeAsync(IReadOnlyList<Device.Disk> disks, CancellationToken cancellationToken)
    {
        foreach (var disk in disks)
        {
            await ExchangeAsync(disk, cancellationToken);
        }

        await ResumeAsync(cancellationToken);
    }

    /// <summary>Has a disk show another file from now on. The guest must not have seen it yet.</summary>
    /// <exception cref="WhelkException">QEMU refused it, or is gone.</exception>
    private async Task ExchangeAsync(Device.Disk disk, CancellationToken cancellationToken)
    {
        var set = QemuDisk.LaterSet(disk);
        foreach (var descriptor in disk.Open())
        {
            using (descriptor)
            {
                await _qmp.AddToSetAsync(set, descriptor, cancellationToken);
            }
        }

        await _qmp.ExecuteAsync("blockdev-add", QemuDisk.File(disk, set, QemuDisk.LaterFile(disk)), cancellationToken);
        await _qmp.ExecuteAsync("blockdev-reopen", $$"""{"options":[{{QemuDisk.Content(disk, QemuDisk.LaterFile(disk))}}]}""", cancellationToken);
        await _qmp.ExecuteAsync("blockdev-del", $$"""{"node-name":"{{QemuDisk.FirstFile(disk)}}"}""", cancellationToken);
        await _qmp.ExecuteAsync("remove-fd", $$"""{"fdset-id":{{QemuDisk.FirstSet(disk)}}}""", cancellationToken);
    }

    /// <summary>Saves the guest's devices and ends; its memory is in the file that it was started with.</summary>
    /// <exception cref="WhelkException">QEMU could not save it.</exception>
    internal async Task SaveAsync(SafeHandle state, CancellationToken cancellationToken)
    {
        await _qmp.ShareMemoryAsync(cancellationToken);
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

        await _qmp.QuitAsync(cancellationToken);
        await Ended.WaitAsync(cancellationToken);
    }

    /// <summary>What QEMU, and the guest's kernel on its console, said last; for a VM that ended on its own.</summary>
    internal async Task<string> LastWordsAsync()
    {
        await Task.WhenAny(Task.WhenAll(_errors.Ended, _console.Ended), Task.Delay(Grace));
        var said = string.Join('\n', new[] { _errors.Text(), _console.Text() }.Where(text => text.Length > 0));
        return said.Length > 0 ? said : $"neither QEMU nor the guest's kernel said a word{await HowItEndedAsync()}";
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
                await _qmp.QuitAsync(bound.Token);
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

    // What was taken over is another's child, whose status nobody here learns.
    private async Task<string> HowItEndedAsync() =>
        await EndsWithinAsync(StatusBound) && Ended is Task<ExitStatus> { IsCompletedSuccessfully: true } ended ? $"; QEMU's status is {(await ended).ShellCode}" : string.Empty;

    private async Task<bool> EndsWithinAsync(TimeSpan time) => await Task.WhenAny(Ended, Task.Delay(time)) == Ended;

    /// <summary>What is open as a socket; the handle is disposed.</summary>
    internal static Socket SocketOf(SafeFileHandle handle)
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
