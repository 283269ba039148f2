using Whelk.Errors;
using Whelk.Guest.Protocol;
using Whelk.Linux.Namespaces;
using Whelk.Oci.Runtime;
using Whelk.Vm.Qemu;
using Whelk.Vm.Templates;
using Whelk.Vm.Translation;

namespace Whelk.Vm.Monitor;

/// <summary>The monitor of a workload with a machine of its own: it has QEMU as well. That of a sandbox has the others' of its pod at its socket.</summary>
internal sealed partial class MonitorProcess : WorkloadMonitor
{
    /// <summary>The stream of the workload's first process.</summary>
    internal const ushort MainStream = 1;

    // Of a guest that boots under emulation on a machine with much else to do.
    private static readonly TimeSpan BootBound = TimeSpan.FromSeconds(90);

    // Of the end: what the workload wrote to its disk may be in the guest's memory alone, and an emulated guest writes slowly.
    private static readonly TimeSpan DiskGrace = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    private readonly NamespaceThread _spawner = NamespaceThread.Plain("spawner");
    private StagingFolder? _staging;
    private GuestNetwork? _network;
    private HandedMachine? _handed;
    private MachineBoot? _boot;
    private IReadOnlyList<SetupOperation> _filter = [];

    private MonitorProcess(MonitorOptions options)
        : base(options)
    {
    }

    // Whatever its guest has not written yet would be gone all the same.
    private bool KeepsNothing => Root.ScratchDisk is null && !Mounts.IsStaged;

    private RootPlan Root => Plan.Root;

    private MountPlan Mounts => Plan.Mounts;

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

    private protected override void Post(FrameType type, byte[] payload) => Session.Post(type, MainStream, payload);

    private protected override Task EndAsync() =>
        KeepsNothing ? _boot!.KillAsync() : _boot!.StopAsync(Root.ScratchDisk is not null && Relay.Launched.IsCompleted ? DiskGrace : Grace, Cut.Task);

    private protected override async Task ReleaseAsync()
    {
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
        _spawner.Dispose();
    }

    private async Task BootAsync(string accelerator)
    {
        // Made while QEMU starts and the guest boots.
        var filter = Task.Run(() => SeccompPlan.Of(Options.Config.Linux?.Seccomp));
        if (Root.ScratchDisk is { } scratch)
        {
            await ScratchDisk.EnsureAsync(scratch, CancellationToken.None);
        }

        var size = new VmShape
        {
            MemoryMiB = GuestSize.MemoryMiB(Options.Config),
            Processors = GuestSize.Processors(Options.Config, Environment.ProcessorCount),
        };
        var way = StartWay.Of(Options.Config);
        var claim = await ClaimAsync(way, size, accelerator);
        _handed = (claim?.Grant as KeeperGrant.OfMachine)?.Machine;
        _network = _handed is null ? GuestNetwork.Open(Options.Config) : GuestNetwork.Adopt(Options.Config, _handed);
        var shape = size with { Devices = [.. _network.Cards, .. Root.Disks, .. Mounts.Devices] };
        _boot = Mounts.IsStaged ? BootSharing(shape, accelerator) : new MachineBoot(() => StartAnother(way, shape, accelerator), FirstOf(way, claim, shape, accelerator));
        _filter = await filter;
    }

    // Where a way is asked for by its name, it is had or refused.
    private async Task<TemplateClaim?> ClaimAsync(StartWay way, VmShape size, string accelerator)
    {
        var claim = way.TakesTemplate && !Mounts.IsStaged && GuestSize.IsCommon(size.MemoryMiB)
            ? await TemplateClaim.TryTakeAsync(Options.Root, size, accelerator, takesWarm: way.TakesWarm && Mounts.Devices.Count == 0)
            : null;
        if (way.Missing is { } missing && (claim is null || way.TakesWarm != claim.Grant is KeeperGrant.OfMachine))
        {
            await (claim?.DisposeAsync() ?? ValueTask.CompletedTask);
            throw way.Refusal(missing);
        }

        return claim;
    }

    private Machine StartAnother(StartWay way, VmShape shape, string accelerator) =>
        way.Missing is null ? Machine.Start(shape, accelerator, _spawner) : throw way.Refusal("the machine did not come up");

    // Faster than one that boots; where it does not come up, one boots.
    private Func<Machine>? FirstOf(StartWay way, TemplateClaim? claim, VmShape shape, string accelerator) => claim?.Grant switch
    {
        KeeperGrant.OfTemplate template => () => Machine.Clone(shape, claim, template.Ram, accelerator, _spawner),
        KeeperGrant.OfMachine warm => () => Adopt(way, claim, warm.Machine, shape, accelerator),
        _ => null,
    };

    // It was born in its keeper's group. One that has just ended is none.
    private Machine Adopt(StartWay way, TemplateClaim claim, HandedMachine machine, VmShape shape, string accelerator)
    {
        try
        {
            if (machine.IsAlive)
            {
                Options.Group.Join(machine.Watcher);
                Options.Group.Join(machine.Pid);
                return Machine.Adopt(Root.Disks, claim, machine);
            }

            claim.Fail("it has ended");
        }
        catch (Exception exception) when (exception is WhelkException or IOException)
        {
            claim.Fail(exception.Message);
        }

        machine.Kill();
        _ = claim.DisposeAsync().AsTask();
        return StartAnother(way, shape, accelerator);
    }

    // virtiofsd maps the guest's memory, which a clone's has parts of that are the template's: such a machine boots.
    private MachineBoot BootSharing(VmShape shape, string accelerator)
    {
        var staging = _staging = StagingFolder.Enter(Options.Folder, Mounts.Staged);
        return new MachineBoot(() => Machine.StartSharing(Options.Folder, shape, accelerator, _spawner, staging.Thread));
    }

    private protected override async Task LaunchAsync()
    {
        var machine = await _boot!.FitAsync(BootBound);
        var exec = FirstProcess();
        var session = machine.Session;
        session.Attach(MainStream, Relay);
        var setup = session.SetupAsync([.. _filter, .. SetupPlan.Of(Options.Config, Root, Mounts, [.. _network!.Tie(), .. NamesIn(session)], TimeProvider.System), .. EarlyLimits]);
        session.Post(FrameType.Exec, MainStream, exec.Encode());
        await WaitForSetupAsync(machine, setup);
    }

    private IReadOnlyList<SetupOperation> NamesIn(AgentSession session)
    {
        if (NamesPlan.Of(Options.Config, Options.Bundle) is not { } resolver)
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
            await Relay.Launched.WaitAsync(SetupBound);
        }
        catch (TimeoutException exception)
        {
            throw new WhelkException(ErrorCode.Timeout, $"the virtual machine did not start its workload within {SetupBound.TotalSeconds} s: {await machine.LastWordsAsync()}", exception);
        }
    }
}
