using Whelk.Linux.Namespaces;
using Whelk.Vm.Qemu;
using Whelk.Vm.Store;
using Whelk.Vm.Translation;

namespace Whelk.Vm.Monitor;

/// <summary>One QEMU with what it needs beside it, and the conversation with its guest.</summary>
internal sealed class Machine : IAsyncDisposable
{
    private readonly VirtiofsDaemon? _daemon;

    private Machine(QemuProcess qemu, VirtiofsDaemon? daemon)
    {
        (Qemu, _daemon) = (qemu, daemon);
        Session = new AgentSession(qemu.Agent, qemu.Kill);
        _ = Session.RunAsync();
    }

    internal QemuProcess Qemu { get; }

    internal AgentSession Session { get; }

    /// <summary>Starts it; the guest boots while the caller goes on.</summary>
    /// <param name="folder">The VM's own.</param>
    /// <param name="shape">Without the folder of binds.</param>
    /// <param name="accelerator">Which executes the guest.</param>
    /// <param name="spawner">Lives as long as the machine.</param>
    /// <param name="staging">Where the binds are to be seen; null for none.</param>
    internal static Machine Start(VmFolder folder, VmShape shape, string accelerator, NamespaceThread spawner, NamespaceThread? staging)
    {
        var files = GuestFiles.Find();
        var daemon = staging is null ? null : VirtiofsDaemon.Start(folder, files.Spawn, staging);
        var whole = daemon is null ? shape
            : shape with { Devices = [.. shape.Devices, new Device.VirtiofsShare(GuestShares.StagedSlot, daemon.Connection, GuestShares.StagedTag)] };
        return new Machine(QemuProcess.Start(whole, files, accelerator, spawner), daemon);
    }

    /// <summary>Completes when the guest is ready.</summary>
    /// <exception cref="UnfitException">This one is of no use.</exception>
    /// <exception cref="Errors.WhelkException">It ended before.</exception>
    internal async Task ReadyAsync()
    {
        if (await Task.WhenAny(Session.Ready, Qemu.WithoutTimer) == Qemu.WithoutTimer)
        {
            throw new UnfitException("the kernel found no timer");
        }

        await Session.Ready;
    }

    /// <summary>What was said last, for a machine that did not do as it should.</summary>
    internal async Task<string> LastWordsAsync() =>
        _daemon is { LastWords: { Length: > 0 } words } ? $"{await Qemu.LastWordsAsync()}\nvirtiofsd: {words}" : await Qemu.LastWordsAsync();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Qemu.DisposeAsync();
        if (_daemon is not null)
        {
            await _daemon.DisposeAsync();
        }
    }
}
