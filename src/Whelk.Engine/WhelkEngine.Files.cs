using Whelk.Archives.Trees;
using Whelk.Engine.Bundles;
using Whelk.Engine.Files;
using Whelk.Engine.Inside;
using Whelk.Engine.Monitors.Protocol;
using Whelk.Engine.Starting;
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
    public async Task<IReadOnlyList<TreeChange>> FindChangesAsync(Workload workload, CancellationToken cancellationToken)
    {
        RefuseRemoved(workload);
        if (Runtimes.Get(workload.Spec.Runtime).InsideCommand is null)
        {
            return await HostChanges.FindAsync(workload, Images.Resolve(workload.Spec.ImageId), Paths.Empty).WaitAsync(cancellationToken);
        }

        await using var view = (InsideFileView)await OpenViewAsync(workload, withMounts: false, cancellationToken);
        return await view.FindChangesAsync(cancellationToken);
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
            return await OpenStoppedAsync(workload, withMounts, standstill);
        }
        catch (Exception)
        {
            standstill.Dispose();
            throw;
        }
    }

    private IFileView OpenRunning(Workload workload, WorkloadState.Running running, bool withMounts)
    {
        if (Runtimes.Get(workload.Spec.Runtime) is { InsideCommand: { } command } runtime)
        {
            return running.Paused
                ? throw new WhelkException(ErrorCode.Conflict, $"container {workload.Spec.Id} is paused, unpause the container before its files are looked at")
                : new InsideFileView(new InsideLook(runtime.Invocation(Paths.Runtimes), command, workload.Spec.Id));
        }

        return new HostFileView(withMounts
            ? RunningRoot.OfProcess(running.Pid, workload.Cgroup)
            : RunningRoot.OfMonitor(running.MonitorPid, RootFolderOf(workload)), workload.Spec.Ids);
    }

    private async Task<IFileView> OpenStoppedAsync(Workload workload, bool withMounts, Standstill standstill)
    {
        var (runtime, image) = (Runtimes.Get(workload.Spec.Runtime), Images.Resolve(workload.Spec.ImageId));
        await HoldForFilesAsync(workload, withMounts || runtime.InsideCommand is not null, standstill);
        if (runtime.InsideCommand is not { } command)
        {
            return await WithMappingAsync(workload.Spec.Ids, mapping => StoppedRoot.Open(workload, image, withMounts ? Found(workload.Spec) : [], mapping, standstill));
        }

        var held = await HeldWorkload.StartAsync(workload, _launcher, () => PrepareToHoldAsync(new StartingWorkload(workload, runtime, image)), standstill);
        return new InsideFileView(new InsideLook(runtime.Invocation(Paths.Runtimes), command, workload.Spec.Id), held, workload.Spec.Options.Host.AutoRemove);
    }

    private async Task<MonitorOrder> PrepareToHoldAsync(StartingWorkload start)
    {
        Directory.CreateDirectory(start.Workload.Paths.Bundle);
        await ChooseGroupAsync(start, CancellationToken.None);
        BundleWriter.Write(await BundleOfAsync(start, CancellationToken.None) with { OnlyHeld = true });
        return OrderFor(start) with { Log = null, Terminal = false, OpenStdin = false, StdinOnce = false, Ports = [] };
    }

    // What its volumes mount is there for as long as its files are looked at.
    private async Task HoldForFilesAsync(Workload workload, bool wanted, Standstill standstill)
    {
        if (wanted)
        {
            // A user of its own for each look: the end of the one before must not take this one's mounts along.
            var user = $"files of {workload.Spec.Id} {Guid.NewGuid():N}";
            await HoldVolumesAsync(workload.Spec, user);
            standstill.AtEnd = () => _ = _background.RunAsync(() => _mounts.ReleaseAsync(user));
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
