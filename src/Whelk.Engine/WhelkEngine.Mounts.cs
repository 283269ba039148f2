using Whelk.Engine.Bundles;
using Whelk.Engine.Volumes;
using Whelk.Engine.Workloads;
using Whelk.Errors;
using Whelk.Linux.Files;
using Whelk.Linux.Machine;
using Whelk.Linux.Mounts;
using Whelk.Oci.Runtime.Defaults;

namespace Whelk.Engine;

/// <summary>What is mounted on the host for as long as workloads use it.</summary>
public sealed partial class WhelkEngine
{
    private const MountFlags Careful = MountFlags.MS_NOSUID | MountFlags.MS_NODEV | MountFlags.MS_NOEXEC;

    private async Task MountAsync(Workload workload)
    {
        await HoldMountsAsync(workload.Spec, workload.Spec.Id);
        TellOfMounts(workload);
    }

    private Task UnmountAsync(Workload workload)
    {
        TellOfUnmounts(workload);
        return _mounts.ReleaseAsync(workload.Spec.Id);
    }

    private async Task HoldMountsAsync(WorkloadSpec spec, string user)
    {
        try
        {
            await HoldSharedMemoryAsync(spec, user);
            await HoldVolumesAsync(spec, user);
        }
        catch (Exception)
        {
            await _mounts.ReleaseAsync(user);
            throw;
        }
    }

    // All of them, or none.
    private async Task HoldVolumesAsync(WorkloadSpec spec, string user)
    {
        try
        {
            foreach (var mount in spec.Mounts.Where(mount => mount.Volume is not null))
            {
                await HoldVolumeAsync(mount.Volume!, user);
                if (mount.Subpath is { } below)
                {
                    await HoldSubpathAsync(mount, below, spec, user);
                }
            }
        }
        catch (Exception)
        {
            await _mounts.ReleaseAsync(user);
            throw;
        }
    }

    private async Task HoldVolumeAsync(string name, string user)
    {
        if (Volumes.TryFind(name)?.Options is { } options)
        {
            await _mounts.HoldAsync(VolumeDriver.MountName(name), user, isFile: false, path => VolumeDriver.MountAsync(options, path));
        }
    }

    // What a workload has put there is hostile: links are followed within the volume alone, and what is bound is what was found.
    private async Task HoldSubpathAsync(WorkloadMount mount, string below, WorkloadSpec spec, string user)
    {
        var root = Volumes.MountPointOf(mount.Volume!);
        using var place = RootedFile.TryOpenPlace(root, below)
            ?? throw new WhelkException(ErrorCode.InvalidArgument, $"cannot access path {Path.Combine(root, below)}: no such file or directory");
        var isFile = RootedFile.KindOf(place, below) != FileKind.Directory;
        await _mounts.HoldAsync(SubpathName(mount, spec), user, isFile, path =>
        {
            Mount.Bind($"/proc/self/fd/{place.DangerousGetHandle()}", path);
            return Task.CompletedTask;
        });
    }

    // Whoever joined it holds it too: its memory outlives the workload that made it.
    private async Task HoldSharedMemoryAsync(WorkloadSpec spec, string user)
    {
        if (NamespaceModes.JoinedBy(spec.Options.Host.Namespaces.Ipc) is { } other)
        {
            await HoldSharedMemoryAsync(Workloads.Find(other).Spec, user);
        }
        else if (spec.Options.Host.Namespaces.Ipc == NamespaceModes.Shareable)
        {
            var size = spec.Options.Host.ShmSize > 0 ? spec.Options.Host.ShmSize : DefaultMounts.DefaultShmSize;
            await _mounts.HoldAsync(SharedMemoryName(spec), user, isFile: false, path =>
            {
                Mount.Add("shm", path, "tmpfs", Careful, $"mode=1777,size={size}");
                return Task.CompletedTask;
            });
        }
    }

    private IReadOnlyList<WorkloadMount> Found(WorkloadSpec spec) =>
        [.. spec.Mounts.Select(mount => mount is { Volume: not null, Subpath: not null } ? mount with { Source = _mounts.PathOf(SubpathName(mount, spec)) } : mount)];

    private static string SubpathName(WorkloadMount mount, WorkloadSpec spec) => $"sub-{spec.ShortId}-{spec.Mounts.ToList().FindIndex(other => other.Destination == mount.Destination)}";
}
