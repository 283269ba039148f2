using Whelk.Errors;
using Whelk.Linux.Namespaces;
using Whelk.Vm.Qemu;
using Whelk.Vm.Store;
using Whelk.Vm.Templates;
using Whelk.Vm.Translation;

namespace Whelk.Vm.Monitor;

/// <summary>One QEMU with what it needs beside it, and the conversation with its guest.</summary>
internal sealed class Machine : IAsyncDisposable
{
    // Of a host that takes up many at once.
    private static readonly TimeSpan RestoreBound = TimeSpan.FromSeconds(30);

    private readonly VirtiofsDaemon? _daemon;
    private readonly TemplateClaim? _claim;
    private readonly Func<CancellationToken, Task>? _comeUpAsync;
    private volatile bool _isEnding;
    private int _isDisposed;

    private Machine(QemuProcess qemu, VirtiofsDaemon? daemon, TemplateClaim? claim, Func<CancellationToken, Task>? comeUpAsync)
    {
        (Qemu, _daemon, _claim, _comeUpAsync) = (qemu, daemon, claim, comeUpAsync);
        Session = new AgentSession(qemu.Agent, qemu.Kill);
        _ = Session.RunAsync();
    }

    internal QemuProcess Qemu { get; }

    internal AgentSession Session { get; }

    /// <summary>Starts it; the guest boots while the caller goes on.</summary>
    /// <param name="shape">What it is made of.</param>
    /// <param name="accelerator">Which executes the guest.</param>
    /// <param name="spawner">Lives as long as the machine.</param>
    internal static Machine Start(VmShape shape, string accelerator, NamespaceThread spawner) =>
        new(QemuProcess.Start(shape, GuestFiles.Find(), accelerator, spawner), null, null, null);

    /// <summary>The same with a folder of binds.</summary>
    /// <param name="folder">The VM's own.</param>
    /// <param name="shape">Without the folder of binds.</param>
    /// <param name="accelerator">Which executes the guest.</param>
    /// <param name="spawner">Lives as long as the machine.</param>
    /// <param name="staging">Where the binds are to be seen.</param>
    internal static Machine StartSharing(VmFolder folder, VmShape shape, string accelerator, NamespaceThread spawner, NamespaceThread staging)
    {
        var files = GuestFiles.Find();
        var daemon = VirtiofsDaemon.Start(folder, files.Spawn, staging);
        var whole = shape with { Devices = [.. shape.Devices, new Device.VirtiofsShare(GuestShares.StagedSlot, daemon.Connection, GuestShares.StagedTag)] };
        return new Machine(QemuProcess.Start(whole, files, accelerator, spawner), daemon, null, null);
    }

    /// <summary>Starts it as a clone of a template.</summary>
    /// <param name="shape">What it is made of beside its memory.</param>
    /// <param name="claim">Of the template; the machine's from now on.</param>
    /// <param name="ram">The template's.</param>
    /// <param name="accelerator">The template's.</param>
    /// <param name="spawner">Lives as long as the machine.</param>
    internal static Machine Clone(VmShape shape, TemplateClaim claim, GuestRam ram, string accelerator, NamespaceThread spawner)
    {
        var qemu = QemuProcess.Start(shape with { Ram = ram }, GuestFiles.Find(), accelerator, spawner);
        return new Machine(qemu, null, claim, qemu.RestoreAsync);
    }

    /// <summary>Takes over one that waited for a workload.</summary>
    /// <param name="disks">The workload's, which it gets in place of those it has.</param>
    /// <param name="claim">Of the machine; this one's from now on.</param>
    /// <param name="machine">The machine; this one's from now on.</param>
    internal static Machine Adopt(IReadOnlyList<Device.Disk> disks, TemplateClaim claim, HandedMachine machine)
    {
        var qemu = QemuProcess.Adopt(machine);
        return new Machine(qemu, null, claim, token => qemu.WakeAsync(disks, token));
    }

    /// <summary>Ends it at once. Whoever waits for it to be ready hears that it ended, not that it is unfit.</summary>
    internal void Kill()
    {
        _isEnding = true;
        Qemu.Kill();
    }

    /// <summary>Completes when the guest is ready.</summary>
    /// <exception cref="UnfitException">This one is of no use.</exception>
    /// <exception cref="WhelkException">It ended before.</exception>
    internal Task ReadyAsync() => _claim is not null && _comeUpAsync is not null ? CameUpAsync(_claim, _comeUpAsync) : BootedAsync();

    /// <summary>What was said last, for a machine that did not do as it should.</summary>
    internal async Task<string> LastWordsAsync() =>
        _daemon is { LastWords: { Length: > 0 } words } ? $"{await Qemu.LastWordsAsync()}\nvirtiofsd: {words}" : await Qemu.LastWordsAsync();

    private async Task BootedAsync()
    {
        if (await Task.WhenAny(Session.Ready, Qemu.WithoutTimer) == Qemu.WithoutTimer)
        {
            throw new UnfitException("the kernel found no timer");
        }

        await Session.Ready;
    }

    // The template has said READY; a clone shows by an answer that it is there.
    private async Task CameUpAsync(TemplateClaim claim, Func<CancellationToken, Task> comeUpAsync)
    {
        using var bound = new CancellationTokenSource(RestoreBound);
        try
        {
            await comeUpAsync(bound.Token);
            if (await Task.WhenAny(Session.PingAsync(), Qemu.Ended).WaitAsync(bound.Token) == Qemu.Ended)
            {
                throw new WhelkException(ErrorCode.Unavailable, "QEMU ended");
            }
        }
        catch (Exception exception) when (exception is WhelkException or OperationCanceledException)
        {
            var reason = $"{exception.Message}: {await Qemu.LastWordsAsync()}";
            if (_isEnding)
            {
                throw new WhelkException(ErrorCode.InvalidState, "the virtual machine was stopped before it was ready");
            }

            // One that is only slow says nothing of its template.
            if (exception is WhelkException)
            {
                claim.Fail(reason);
            }

            throw new UnfitException($"it did not come up: {reason}");
        }

        await claim.DisposeAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _isEnding = true;
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
        {
            return;
        }

        await Qemu.DisposeAsync();
        if (_claim is not null)
        {
            await _claim.DisposeAsync();
        }

        if (_daemon is not null)
        {
            await _daemon.DisposeAsync();
        }
    }
}
