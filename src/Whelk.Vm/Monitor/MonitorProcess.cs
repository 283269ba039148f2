using System.Net.Sockets;
using Whelk.Errors;
using Whelk.Guest.Protocol;
using Whelk.Linux.Namespaces;
using Whelk.Linux.Processes;
using Whelk.Oci.Runtime;
using Whelk.Vm.Qemu;
using Whelk.Vm.Relay;
using Whelk.Vm.Templates;
using Whelk.Vm.Translation;

namespace Whelk.Vm.Monitor;

/// <summary>
/// The process that stands for a VM: its pid is the container's pid, it owns the workload's descriptors and QEMU, answers the other
/// commands, and ends with the workload's exit status.
/// </summary>
internal sealed partial class MonitorProcess : IAsyncDisposable
{
    /// <summary>The stream of the workload's first process.</summary>
    internal const ushort MainStream = 1;

    // Of a guest that boots under emulation on a machine with much else to do.
    private static readonly TimeSpan BootBound = TimeSpan.FromSeconds(90);

    // Of what a guest that is up does before its workload runs.
    private static readonly TimeSpan SetupBound = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan AnswerBound = TimeSpan.FromSeconds(2);

    // Of the end: what the workload wrote to its disk may be in the guest's memory alone, and an emulated guest writes slowly.
    private static readonly TimeSpan DiskGrace = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    private readonly MonitorOptions _options;
    private readonly NamespaceThread _spawner = NamespaceThread.Plain("spawner");
    private readonly TaskCompletionSource<int> _exit = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim _turn = new(1);
    private readonly RestingMemory _rest = new(TimeProvider.System, RestingMemory.Release);
    private readonly WorkloadConsole _console;
    private readonly Socket _listener;
    private readonly RootPlan _root;
    private readonly MountPlan _mounts;
    private readonly ProcessRelay _relay;
    private NamespaceThread? _staging;
    private GuestNetwork? _network;
    private HandedMachine? _handed;
    private MachineBoot? _boot;
    private IReadOnlyList<SetupOperation> _filter = [];
    private volatile string _status = RuntimeStatus.Creating;

    private MonitorProcess(MonitorOptions options)
    {
        _options = options;
        _root = RootPlan.Of(options.Config, options.Bundle);
        _mounts = MountPlan.Of(options.Config, options.Bundle, _root.Folder);
        _console = WorkloadConsole.Open(options.Config.Process?.Terminal == true, options.ConsoleSocket);
        _listener = MonitorSocket.Listen(options.Folder);
        _relay = new ProcessRelay(_console.Stdio, (type, payload) => Session.Post(type, MainStream, payload));
    }

    // Whatever its guest has not written yet would be gone all the same.
    private bool KeepsNothing => _root.ScratchDisk is null && _mounts.Staged.Count == 0;

    private AgentSession Session => _boot!.Machine.Session;

    /// <summary>Starts QEMU, which boots while the caller goes on; returns as soon as commands are answered.</summary>
    internal static async Task<MonitorProcess> StartAsync(MonitorOptions options, string accelerator)
    {
        var monitor = new MonitorProcess(options);
        try
        {
            await monitor.BootAsync(accelerator);
            monitor.SetStatus(RuntimeStatus.Created);
            return monitor;
        }
        catch (Exception)
        {
            await monitor.DisposeAsync();
            throw;
        }
    }

    /// <summary>Serves until the workload has ended; returns its exit status.</summary>
    internal async Task<int> RunAsync()
    {
        using var signals = new SignalForwarding(signal => Kill(signal), Resize);
        _ = AcceptAsync();
        _ = EndWithWorkloadAsync();
        var status = await _exit.Task;
        await (KeepsNothing ? _boot!.KillAsync() : _boot!.StopAsync(_root.ScratchDisk is not null && _relay.Launched.IsCompleted ? DiskGrace : Grace, _cut.Task));

        // Whoever still waits for an answer (start, of a workload that ended at once) gets it before this process ends.
        await Task.WhenAny(Task.WhenAll(Serving()), Task.Delay(AnswerBound));
        return status;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        _rest.Dispose();
        if (_boot is not null)
        {
            await _boot.DisposeAsync();
        }

        _staging?.Dispose();
        if (_handed is not null)
        {
            await _handed.EndAsync(AnswerBound);
        }

        _network?.Dispose();
        _console.Dispose();
        _spawner.Dispose();
        _turn.Dispose();
    }

    private async Task BootAsync(string accelerator)
    {
        // Made while QEMU starts and the guest boots.
        var filter = Task.Run(() => SeccompPlan.Of(_options.Config.Linux?.Seccomp));
        if (_root.ScratchDisk is { } scratch)
        {
            await ScratchDisk.EnsureAsync(scratch, CancellationToken.None);
        }

        var size = new VmShape
        {
            MemoryMiB = GuestSize.MemoryMiB(_options.Config),
            Processors = GuestSize.Processors(_options.Config, Environment.ProcessorCount),
        };
        var claim = _mounts.Staged.Count == 0 && GuestSize.IsCommon(size.MemoryMiB)
            ? await TemplateClaim.TryTakeAsync(_options.Root, size, accelerator, takesWarm: _mounts.Devices.Count == 0)
            : null;
        _handed = (claim?.Grant as KeeperGrant.OfMachine)?.Machine;
        _network = _handed is null ? GuestNetwork.Open(_options.Config) : GuestNetwork.Adopt(_options.Config, _handed);
        var shape = size with { Devices = [.. _network.Cards, .. _root.Disks, .. _mounts.Devices] };
        _boot = _mounts.Staged.Count > 0 ? BootSharing(shape, accelerator) : new MachineBoot(() => Machine.Start(shape, accelerator, _spawner), FirstOf(claim, shape, accelerator));
        _filter = await filter;
    }

    // Faster than one that boots; where it does not come up, one boots.
    private Func<Machine>? FirstOf(TemplateClaim? claim, VmShape shape, string accelerator) => claim?.Grant switch
    {
        KeeperGrant.OfTemplate template => () => Machine.Clone(shape, claim, template.Ram, accelerator, _spawner),
        KeeperGrant.OfMachine warm => () => Adopt(claim, warm.Machine, shape, accelerator),
        _ => null,
    };

    // It was born in its keeper's group. One that has just ended is none.
    private Machine Adopt(TemplateClaim claim, HandedMachine machine, VmShape shape, string accelerator)
    {
        try
        {
            if (machine.IsAlive)
            {
                _options.Group.Join(machine.Watcher);
                _options.Group.Join(machine.Pid);
                return Machine.Adopt(_root.Disks, claim, machine);
            }

            claim.Fail("it has ended");
        }
        catch (Exception exception) when (exception is WhelkException or IOException)
        {
            claim.Fail(exception.Message);
        }

        machine.Kill();
        _ = claim.DisposeAsync().AsTask();
        return Machine.Start(shape, accelerator, _spawner);
    }

    // virtiofsd maps the guest's memory, which a clone's has parts of that are the template's: such a machine boots.
    private MachineBoot BootSharing(VmShape shape, string accelerator)
    {
        var staging = _staging = StagingFolder.Enter(_options.Folder, _mounts.Staged);
        return new MachineBoot(() => Machine.StartSharing(_options.Folder, shape, accelerator, _spawner, staging));
    }

    private async Task EndWithWorkloadAsync()
    {
        var status = await _relay.Exited;
        try
        {
            await KeepCauseAsync();
        }
        finally
        {
            _exit.TrySetResult(status);
        }
    }

    private void SetStatus(string status)
    {
        _status = status;
        _options.Folder.WriteStatus(status);
    }

    private void Resize()
    {
        if (_console.Size is { } size)
        {
            _relay.Resize(size.Rows, size.Columns);
        }
    }

    private async Task StartWorkloadAsync()
    {
        var machine = await _boot!.FitAsync(BootBound);
        var size = _console.Size is { Rows: > 0 } s ? new WindowSize(s.Rows, s.Columns) : null;
        var config = _options.Config;
        var process = config.Process ?? throw new WhelkException(ErrorCode.InvalidArgument, "config.json has no process");
        var held = Annotations.Of(config, Annotations.Hold) == "true";
        var root = new GuestRoot
        {
            Path = _root.Path,
            ReadOnly = config.Root?.Readonly == true,
            Mounts = held ? [.. _mounts.Mounts, HeldProcess.Mount] : _mounts.Mounts,
            MaskedPaths = config.Linux?.MaskedPaths ?? [],
            ReadOnlyPaths = config.Linux?.ReadonlyPaths ?? [],
        };
        var exec = held ? HeldProcess.In(root) : ProcessTranslation.Translate(process, root, Annotations.Of(config, ProcessTranslation.UserAnnotation), size);
        var session = machine.Session;
        session.Attach(MainStream, _relay);
        var setup = session.SetupAsync([.. _filter, .. SetupPlan.Of(config, _root, _mounts, [.. _network!.Tie(), .. NamesIn(session)], TimeProvider.System), .. _limits]);
        session.Post(FrameType.Exec, MainStream, exec.Encode());
        await WaitForSetupAsync(machine, setup);
    }

    private IReadOnlyList<SetupOperation> NamesIn(AgentSession session)
    {
        if (NamesPlan.Of(_options.Config, _options.Bundle) is not { } resolver)
        {
            return [];
        }

        session.Names = new LoopbackNames(resolver, (number, message) => session.Post(FrameType.Answer, number, message.Span), TimeProvider.System);
        return [new SetupOperation.ServeNames(resolver.Address.ToString())];
    }

    private async Task WaitForSetupAsync(Machine machine, Task<string> setup)
    {
        try
        {
            if (await setup.WaitAsync(SetupBound) is { Length: > 0 } error)
            {
                throw new WhelkException(ErrorCode.Internal, $"preparing the virtual machine: {error}");
            }

            _network!.Confirm();
            await _relay.Launched.WaitAsync(SetupBound);
        }
        catch (TimeoutException exception)
        {
            throw new WhelkException(ErrorCode.Timeout, $"the virtual machine did not start its workload within {SetupBound.TotalSeconds} s: {await machine.LastWordsAsync()}", exception);
        }
    }
}
