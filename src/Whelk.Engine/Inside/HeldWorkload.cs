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
/// when this is disposed, or with the daemon: the next one finds its folder under --run, as that of a run that was cut off.
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
    /// <param name="order">The monitor's, without log, ports and terminal; its bundle is written and says that nothing of the workload is run.</param>
    /// <param name="standstill">Owned from here on, also where this throws.</param>
    internal static async Task<HeldWorkload> StartAsync(Workload workload, MonitorLauncher launcher, MonitorOrder order, Standstill standstill)
    {
        try
        {
            var (_, monitor, events) = await launcher.CreateAsync(order, CancellationToken.None);
            var held = new HeldWorkload(workload, order.Runtime, standstill, monitor, events);
            try
            {
                await workload.Monitor.StartAsync(CancellationToken.None);
                return held;
            }
            catch (WhelkException)
            {
                await held.DisposeAsync();
                throw;
            }
        }
        catch (Exception)
        {
            if (Directory.Exists(workload.Paths.Run))
            {
                Directory.Delete(workload.Paths.Run, recursive: true);
            }

            standstill.Dispose();
            throw;
        }
    }

    /// <summary>Ends it, and waits until its disk is written.</summary>
    public async ValueTask DisposeAsync()
    {
        await Faults.ContainAsync(
            $"ending the look into {_workload.Spec.Id}",
            KillAsync,
            () => EndedAsync().WaitAsync(EndBound),
            DeleteAsync,
            () => MonitorLauncher.ReapAsync(_monitor),
            RemoveFolderAsync);
        _events.Dispose();
        _standstill.Dispose();
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

    // The end of the connection is the end of the monitor.
    private async Task EndedAsync()
    {
        while (await _events.ReceiveAsync(MonitorJson.Default.ExitRecord, CancellationToken.None) is not null)
        {
            // How it ended says nothing about the workload.
        }
    }

    private async Task DeleteAsync()
    {
        using var command = new RuntimeCommand(_runtime);
        await command.DeleteAsync(_workload.Spec.Id, CancellationToken.None);
    }

    private Task RemoveFolderAsync()
    {
        if (Directory.Exists(_workload.Paths.Run))
        {
            Directory.Delete(_workload.Paths.Run, recursive: true);
        }

        return Task.CompletedTask;
    }
}
