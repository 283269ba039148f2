using Whelk.Archives.Trees;
using Whelk.Engine.Files;
using Whelk.Engine.Workloads;
using Whelk.Errors;

namespace Whelk.Engine;

/// <summary>The files of workloads, whether they run or not.</summary>
public sealed partial class WhelkEngine
{
    /// <summary>Opens a workload's files for copying. One that does not run cannot be started until they are disposed.</summary>
    /// <param name="workload">The workload.</param>
    /// <param name="asked">What the caller calls it, for messages.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task<WorkloadFiles> OpenFilesAsync(Workload workload, string asked, CancellationToken cancellationToken) =>
        new(await OpenViewAsync(workload, withMounts: true, cancellationToken), workload, asked);

    /// <summary>Writes a workload's own files, without what is mounted into it, as an archive.</summary>
    /// <param name="workload">The workload.</param>
    /// <param name="begin">Called when nothing stands against it any more; gives the stream to write to.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task ExportAsync(Workload workload, Func<Task<Stream>> begin, CancellationToken cancellationToken)
    {
        await using var view = await OpenViewAsync(workload, withMounts: false, cancellationToken);
        await view.PackAllAsync(await begin(), cancellationToken);
        Tell(workload, "export");
    }

    /// <summary>What a workload has changed of its image's files.</summary>
    public Task<IReadOnlyList<TreeChange>> FindChangesAsync(Workload workload, CancellationToken cancellationToken)
    {
        RefuseRemoved(workload);
        RefuseInside(workload);
        cancellationToken.ThrowIfCancellationRequested();
        return HostChanges.FindAsync(workload, Images.Resolve(workload.Spec.ImageId));
    }

    /// <summary>How an archive is unpacked into a workload.</summary>
    /// <param name="workload">The workload.</param>
    /// <param name="copiesOwner">Whether everything belongs to the workload's own user.</param>
    /// <param name="keepsKinds">Whether a folder may not become something else, nor something else a folder.</param>
    public UnpackOptions UnpackOptionsOf(Workload workload, bool copiesOwner, bool keepsKinds)
    {
        var user = copiesOwner && workload.Spec.User.Length > 0 ? ResolveUser(workload, Images.Resolve(workload.Spec.ImageId), workload.Spec.User).User : null;
        return new UnpackOptions { KeepsKinds = keepsKinds, Owner = user is null ? null : (user.Uid, user.Gid) };
    }

    private async Task<IFileView> OpenViewAsync(Workload workload, bool withMounts, CancellationToken cancellationToken)
    {
        RefuseRemoved(workload);
        RefuseInside(workload);
        if (workload.State is WorkloadState.Running running)
        {
            return OpenRunning(workload, running, withMounts);
        }

        var standstill = await Standstill.BeginAsync(workload, cancellationToken);
        try
        {
            if (workload.State is WorkloadState.Running started)
            {
                standstill.Dispose();
                return OpenRunning(workload, started, withMounts);
            }

            RefuseRemoved(workload);
            return StoppedRoot.Open(workload, Images.Resolve(workload.Spec.ImageId), withMounts, standstill);
        }
        catch (Exception)
        {
            standstill.Dispose();
            throw;
        }
    }

    private HostFileView OpenRunning(Workload workload, WorkloadState.Running running, bool withMounts) => new(withMounts
        ? RunningRoot.OfProcess(running.Pid, $"{Paths.CgroupParent}/{workload.Spec.Id}")
        : RunningRoot.OfMonitor(running.MonitorPid, workload.Paths.Merged));

    private void RefuseInside(Workload workload)
    {
        if (Runtimes.Get(workload.Spec.Runtime) is { InsideCommand: not null } runtime)
        {
            throw new WhelkException(ErrorCode.Unsupported, $"not supported by this version of whelk: files of a workload whose runtime is {runtime.Name}; use exec with tar");
        }
    }

    private static void RefuseRemoved(Workload workload)
    {
        if (workload.State is WorkloadState.Removing)
        {
            throw new WhelkException(ErrorCode.Conflict, $"container {workload.Spec.Id} is marked for removal");
        }
    }
}
