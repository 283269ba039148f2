using Whelk.Engine.Monitors;
using Whelk.Engine.Monitors.Protocol;
using Whelk.Engine.Runtimes;
using Whelk.Engine.Storage;
using Whelk.Engine.Workloads;
using Whelk.Linux.Processes;

namespace Whelk.Engine;

/// <summary>Following a running workload to its end, and giving back what it used.</summary>
public sealed partial class WhelkEngine
{
    private const int Killed = 137;

    // Runs for as long as the workload does; ends when everything it used is given back.
    private async Task FollowAsync(Workload workload, ChildProcess? monitor, MessageChannel events)
    {
        using (events)
        {
            while (await events.ReceiveAsync(MonitorJson.Default.ExitRecord, CancellationToken.None) is { } exit)
            {
                TakeExit(workload, exit);
            }
        }

        // The end of the connection is the end of the monitor; without an exit before it, the monitor was killed, and its workload goes with it.
        if (monitor is not null)
        {
            await MonitorLauncher.ReapAsync(monitor);
        }

        await FinishRunAsync(workload);
    }

    private void TakeExit(Workload workload, ExitRecord exit)
    {
        if (exit.Process == MonitorProtocol.Init)
        {
            RecordExit(workload, new WorkloadState.Exited(exit.ExitCode, exit.StartedAt, exit.FinishedAt, string.Empty));
        }
        else
        {
            _execs.TryFind(exit.Process)?.Ended(exit.ExitCode);
        }
    }

    private void RecordExit(Workload workload, WorkloadState.Exited exited)
    {
        if (workload.State is WorkloadState.Removing)
        {
            return;
        }

        if (!workload.Spec.Options.Host.AutoRemove)
        {
            _database.SetExit(workload.Spec.Id, new StoredExit(exited.ExitCode, exited.StartedAt, exited.FinishedAt, exited.Error));
        }

        workload.Enter(exited);
        _execs.Forget(workload, Killed);
        if (workload.Spec.Options.Host.AutoRemove)
        {
            Unlist(workload);
        }
    }

    private async Task FinishRunAsync(Workload workload)
    {
        var clean = File.Exists(Path.Combine(workload.Paths.Run, MonitorProtocol.ExitFile));
        if (workload.State is WorkloadState.Running running)
        {
            RecordExit(workload, ReadExit(workload) ?? new WorkloadState.Exited(Killed, running.StartedAt, Time.GetUtcNow(), "the workload's monitor was killed"));
        }

        if (!clean)
        {
            await DeleteFromRuntimeAsync(Runtimes.Get(workload.Spec.Runtime), workload);
        }

        await LeaveNetworkAsync(workload);
        Discard(workload.Paths.Run);
        if (workload.State is WorkloadState.Removing)
        {
            Discard(workload.Paths.Data);
        }
    }

    private async Task DeleteFromRuntimeAsync(RuntimeRecord runtime, Workload workload)
    {
        using var command = new RuntimeCommand(runtime.Invocation(Paths.Runtimes));
        await command.DeleteAsync(workload.Spec.Id, CancellationToken.None);
    }

    private static WorkloadState.Exited? ReadExit(Workload workload)
    {
        var path = Path.Combine(workload.Paths.Run, MonitorProtocol.ExitFile);
        return File.Exists(path) && System.Text.Json.JsonSerializer.Deserialize(File.ReadAllBytes(path), MonitorJson.Default.ExitRecord) is { } exit
            ? new WorkloadState.Exited(exit.ExitCode, exit.StartedAt, exit.FinishedAt, string.Empty)
            : null;
    }

    // Left-overs are found again at the daemon's next start.
    private static void Discard(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _ = exception;
        }
    }
}
