using Whelk.Engine.Files;
using Whelk.Engine.Monitors;
using Whelk.Engine.Monitors.Protocol;
using Whelk.Engine.Runtimes;
using Whelk.Engine.Workloads;
using Whelk.Errors;
using Whelk.Linux.Processes;
using Whelk.Linux.Signals;

namespace Whelk.Engine.Inside;

/// <summary>
/// A workload that does not run, brought up by its runtime without any of its own processes, so that its files can be reached; nobody else is told. It goes
/// when this is disposed, or with the daemon: its monitor sees to that, and the next daemon waits for it.
/// </summary>
internal sealed class HeldWorkload : IAsyncDisposable
{
    private static readonly TimeSpan EndBound = TimeSpan.FromMinutes(3);

    private readonly Workload _workload;
    private readonly RuntimeInvocation _runtime;
    private readonly Standstill _standstill;
    private readonly ChildProcess _monitor;
    private readonly MessageChannel _events;

    private HeldWorkload(Workload workload, RuntimeInvocation runtime, Standstill standstill, ChildProcess monitor, MessageChannel events) =>
        (_workload, _runtime, _standstill, _monitor, _events) = (workload, runtime, standstill, monitor, events);

    /// <summary>Brings it up.</summary>
    /// <param name="workload">The workload, which stands still.</param>
    /// <param name="launcher">Starts its monitor.</param>
    /// <param name="prepare">Writes the bundle, which says that nothing of the workload is run; gives the monitor's order, without log, ports and terminal.</param>
    /// <param name="standstill">Owned from here on, also where this throws.</param>
    internal static async Task<HeldWorkload> StartAsync(Workload workload, MonitorLauncher launcher, Func<Task<MonitorOrder>> prepare, Standstill standstill)
    {
        HeldWorkload? held = null;
        try
        {
            var order = await prepare() with { OnlyHeld = true };
            var (_, monitor, events) = await launcher.CreateAsync(order, CancellationToken.None);
            held = new HeldWorkload(workload, order.Runtime, standstill, monitor, events);
            await workload.Monitor.StartAsync(CancellationToken.None);
            return held;
        }
        catch (Exception)
        {
            await UndoAsync(workload, held, standstill);
            throw;
        }
    }

    /// <summary>Ends it, and waits until its disk is written.</summary>
    public async ValueTask DisposeAsync()
    {
        await Faults.ContainAsync(
            $"ending the look into {_workload.Spec.Id}",
            KillAsync,
            () => EndedAsync(_events),
            DeleteAsync,
            () => MonitorLauncher.ReapAsync(_monitor),
            () => RemoveFolderAsync(_workload));
        _events.Dispose();
        _standstill.Dispose();
    }

    /// <summary>Waits, not for ever, until a monitor that ends what it held is gone: its connection ends with it.</summary>
    internal static async Task EndedAsync(MessageChannel events)
    {
        using var bound = new CancellationTokenSource(EndBound);
        while (await events.ReceiveAsync(MonitorJson.Default.ExitRecord, bound.Token) is not null)
        {
            // How it ended says nothing about the workload.
        }
    }

    // The folder goes before anybody may start the workload in it.
    private static async Task UndoAsync(Workload workload, HeldWorkload? held, Standstill standstill)
    {
        if (held is not null)
        {
            await held.DisposeAsync();
            return;
        }

        await Faults.ContainAsync($"undoing the look into {workload.Spec.Id}", () => RemoveFolderAsync(workload));
        standstill.Dispose();
    }

    private async Task KillAsync()
    {
        using var command = new RuntimeCommand(_runtime);
        try
        {
            await command.KillAsync(_workload.Spec.Id, SignalNumber.SIGKILL, CancellationToken.None);
        }
        catch (WhelkException exception) when (RuntimeFailure.MeansGone(exception))
        {
            // It never came to run.
        }
    }

    private async Task DeleteAsync()
    {
        using var command = new RuntimeCommand(_runtime);
        await command.DeleteAsync(_workload.Spec.Id, CancellationToken.None);
    }

    private static Task RemoveFolderAsync(Workload workload)
    {
        if (Directory.Exists(workload.Paths.Run))
        {
            Directory.Delete(workload.Paths.Run, recursive: true);
        }

        return Task.CompletedTask;
    }
}
