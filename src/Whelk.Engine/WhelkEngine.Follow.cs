using System.Globalization;
using Whelk.Engine.Monitors;
using Whelk.Engine.Monitors.Protocol;
using Whelk.Engine.Runtimes;
using Whelk.Engine.Storage;
using Whelk.Engine.Workloads;
using Whelk.Errors;
using Whelk.Linux.Files;
using Whelk.Linux.Processes;

namespace Whelk.Engine;

/// <summary>Following a running workload to its end, and giving back what it used.</summary>
public sealed partial class WhelkEngine
{
    private const int Killed = 137;
    private const string MonitorKilled = "the workload's monitor was killed";

    // Runs for as long as the workload does; ends when everything it used is given back.
    private async Task FollowAsync(Workload workload, ChildProcess? monitor, MessageChannel events)
    {
        // The end of the connection is the end of the monitor; without an exit before it, the monitor was killed, and its workload goes with it.
        await Faults.ContainAsync(
            $"following {workload.Spec.Id}",
            () => TakeExitsAsync(workload, events),
            () => monitor is null ? Task.CompletedTask : MonitorLauncher.ReapAsync(monitor));
        await FinishRunAsync(workload);
    }

    private async Task TakeExitsAsync(Workload workload, MessageChannel events)
    {
        using (events)
        {
            while (await events.ReceiveAsync(MonitorJson.Default.ExitRecord, CancellationToken.None) is { } exit)
            {
                TakeExit(workload, exit);
            }
        }
    }

    private void TakeExit(Workload workload, ExitRecord exit)
    {
        if (exit.Process == MonitorProtocol.Init)
        {
            RecordExit(workload, new WorkloadState.Exited(exit.ExitCode, exit.StartedAt, exit.FinishedAt, exit.Fault ?? string.Empty, exit.OomKilled));
        }
        else
        {
            _execs.TryFind(exit.Process)?.Ended(exit.ExitCode);
            Tell(workload, "exec_die", ("execID", exit.Process), ("exitCode", exit.ExitCode.ToString(CultureInfo.InvariantCulture)));
        }
    }

    private void RecordExit(Workload workload, WorkloadState.Exited exited, bool mayRestart = true)
    {
        if (workload.State is WorkloadState.Removing)
        {
            return;
        }

        var goes = workload.Spec.Options.Host.AutoRemove && !workload.Restarting;
        if (!goes)
        {
            TrySave(workload, () => SaveRun(workload, exited));
        }

        workload.Enter(mayRestart ? AfterExit(workload, exited) : exited);
        TellOfEnd(workload, exited);
        _execs.End(workload, Killed);
        if (goes)
        {
            TrySave(workload, () => _database.Delete(workload.Spec.Id));
            Unlist(workload);
        }
    }

    // Whoever waits for the end hears of it, also where the disk is full: then exit.json stays and tells the next daemon.
    private static void TrySave(Workload workload, Action save)
    {
        try
        {
            save();
        }
        catch (WhelkException exception)
        {
            workload.RunUnsaved = true;
            Faults.Report($"keeping how {workload.Spec.Id} ended", exception);
        }
    }

    private async Task FinishRunAsync(Workload workload)
    {
        var runtime = Runtimes.Get(workload.Spec.Runtime);

        // The monitor deletes it from the runtime, and may fail in that.
        var clean = File.Exists(Path.Combine(workload.Paths.Run, MonitorProtocol.ExitFile))
            && !Directory.Exists(Path.Combine(runtime.Invocation(Paths.Runtimes).StateRoot, workload.Spec.Id));
        if (MonitorFault.Read(workload.Paths.Run) is { } fault)
        {
            Faults.Report($"the monitor of {workload.Spec.Id}", new WhelkException(ErrorCode.Internal, fault));
        }

        if (workload.State is WorkloadState.Running running)
        {
            RecordExit(workload, ReadExit(workload) ?? new WorkloadState.Exited(Killed, running.StartedAt, Time.GetUtcNow(), MonitorKilled));
        }

        await Faults.ContainAsync(
            $"cleaning up after {workload.Spec.Id}",
            () => clean ? Task.CompletedTask : RuntimeRemains.RemoveAsync(runtime.Invocation(Paths.Runtimes), workload.Spec.Id, workload.Cgroup),
            () => LeaveNetworkAsync(workload),
            () => UnmountAsync(workload),
            () => DiscardAsync(workload.State is WorkloadState.Removing ? workload.Paths.Data : null),
            () => workload.State is WorkloadState.Removing && workload.Spec.Options.Host.AutoRemove ? DiscardAnonymousVolumesAsync(workload.Spec) : Task.CompletedTask,
            () => SaveAgainAsync(workload),
            () => DiscardAsync(workload.RunUnsaved ? null : workload.Paths.Run));
        if (workload.State is WorkloadState.Removing)
        {
            _ids.Release(workload.Spec.Id);
        }

        _ = _background.RunAsync(() => RestartLaterAsync(workload));
    }

    // What was cleaned up may have made the room that was missing.
    private Task SaveAgainAsync(Workload workload)
    {
        if (workload.RunUnsaved)
        {
            switch (workload.State)
            {
                case WorkloadState.Removing:
                    _database.Delete(workload.Spec.Id);
                    break;
                case WorkloadState.Exited exited:
                    SaveRun(workload, exited);
                    break;
                case WorkloadState.Restarting waiting:
                    SaveRun(workload, new WorkloadState.Exited(waiting.ExitCode, waiting.StartedAt, waiting.FinishedAt, string.Empty, waiting.OomKilled));
                    break;
                case WorkloadState.Created or WorkloadState.Running:
                    break;
            }

            workload.RunUnsaved = false;
        }

        return Task.CompletedTask;
    }

    private void SaveRun(Workload workload, WorkloadState.Exited exited) =>
        _database.SetRun(workload.Spec.Id, new StoredRun(exited.ExitCode, exited.StartedAt, exited.FinishedAt, exited.Error, workload.StopAsked, exited.OomKilled));

    private async Task DeleteFromRuntimeAsync(RuntimeRecord runtime, Workload workload)
    {
        using var command = new RuntimeCommand(runtime.Invocation(Paths.Runtimes));
        await command.DeleteAsync(workload.Spec.Id, CancellationToken.None);
    }

    private static WorkloadState.Exited? ReadExit(Workload workload)
    {
        var path = Path.Combine(workload.Paths.Run, MonitorProtocol.ExitFile);
        return File.Exists(path) && System.Text.Json.JsonSerializer.Deserialize(File.ReadAllBytes(path), MonitorJson.Default.ExitRecord) is { } exit
            ? new WorkloadState.Exited(exit.ExitCode, exit.StartedAt, exit.FinishedAt, exit.Fault ?? string.Empty, exit.OomKilled)
            : null;
    }

    // Without names in it that .NET could not say, at any depth: the workload made them. What is left is found again at the daemon's next start.
    private static Task DiscardAsync(string? folder)
    {
        if (folder is not null)
        {
            using var parent = DirectoryHandle.Open(Path.GetDirectoryName(folder)!);
            parent.RemoveTree(FilePath.From(Path.GetFileName(folder)));
        }

        return Task.CompletedTask;
    }
}
