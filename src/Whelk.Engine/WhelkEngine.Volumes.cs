using Whelk.Engine.Bundles;
using Whelk.Engine.Events;
using Whelk.Engine.Volumes;
using Whelk.Engine.Workloads;
using Whelk.Errors;
using Whelk.Images;
using Whelk.Oci.Images;

namespace Whelk.Engine;

/// <summary>Volumes, and what a workload mounts.</summary>
public sealed partial class WhelkEngine
{
    /// <summary>All volumes.</summary>
    public VolumeStore Volumes { get; }

    /// <summary>The workloads that mount a volume, running or not.</summary>
    public IReadOnlyList<Workload> UsersOf(string volume) => [.. Workloads.All.Where(workload => workload.Spec.Mounts.Any(mount => mount.Volume == volume))];

    /// <summary>Makes a volume, or gives the one that is there; without a name an anonymous one.</summary>
    /// <exception cref="WhelkException">InvalidArgument, in Docker's words.</exception>
    public Volume CreateVolume(string? name, IReadOnlyDictionary<string, string> labels, IReadOnlyDictionary<string, string>? options)
    {
        var (volume, made) = Volumes.Create(name, labels, options);
        if (made)
        {
            TellOfVolume(volume.Name, "create");
        }

        return volume;
    }

    /// <summary>Removes a volume and its content.</summary>
    /// <exception cref="WhelkException">NotFound, or Conflict where a workload mounts it; in Docker's words.</exception>
    public void RemoveVolume(string name)
    {
        _ = Volumes.Find(name);
        var users = UsersOf(name);
        if (users.Count > 0)
        {
            throw new WhelkException(ErrorCode.Conflict, $"remove {name}: volume is in use - [{string.Join(", ", users.Select(user => user.Spec.Id))}]");
        }

        Destroy(name);
    }

    private void Destroy(string volume)
    {
        Volumes.Remove(volume);
        TellOfVolume(volume, "destroy");
    }

    /// <summary>Removes the volumes that no workload mounts: the anonymous ones, or all.</summary>
    /// <returns>Their names, and the bytes that they took on disk.</returns>
    public (IReadOnlyList<string> Removed, long Bytes) PruneVolumes(Func<Volume, bool> wanted)
    {
        var removed = new List<string>();
        var bytes = 0L;
        foreach (var volume in Volumes.List().Where(volume => wanted(volume) && UsersOf(volume.Name).Count == 0))
        {
            bytes += Volumes.SizeOf(volume.Name);
            Destroy(volume.Name);
            removed.Add(volume.Name);
        }

        TellOfPruning(EngineEvent.Volume, bytes);
        return (removed, bytes);
    }

    // Everything that is to be mounted, checked, and nothing made yet. What is named first wins over what comes by itself.
    private IReadOnlyList<WorkloadMount> MountsOf(WorkloadOptions options, ImageProcessConfig image)
    {
        var mounts = options.Host.Binds.Select(BindWords.Parse).Concat(options.Host.Mounts).ToList();
        if (mounts.GroupBy(mount => mount.Destination).FirstOrDefault(group => group.Count() > 1)?.Key is { } twice)
        {
            throw new WhelkException(ErrorCode.InvalidArgument, $"Duplicate mount point: {twice}");
        }

        if (mounts.FirstOrDefault(mount => mount is { Kind: MountKind.Bind, MakesSource: false } && !Path.Exists(mount.Source)) is { } missing)
        {
            throw new WhelkException(ErrorCode.InvalidArgument, $"invalid mount config for type \"bind\": bind source path does not exist: {missing.Source}");
        }

        foreach (var mount in mounts.Where(mount => mount.Kind == MountKind.Volume))
        {
            VolumeDriver.Check(mount.Volume ?? string.Empty, mount.DriverOptions ?? new Dictionary<string, string>());
            if (mount.Subpath is { } below && (below.StartsWith('/') || below.Contains('\0') || below.Split('/').Contains("..")))
            {
                throw new WhelkException(ErrorCode.InvalidArgument, "invalid mount config for type \"volume\": subpath must be a relative path within the volume");
            }
        }

        var taken = mounts.Select(mount => mount.Destination).Concat(options.Host.Tmpfs.Keys.Select(path => Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)))).ToHashSet();
        var others = options.Host.VolumesFrom.SelectMany(MountsFrom);
        var anonymous = options.Volumes.Concat(image.Volumes?.Keys ?? []).Select(path => new WorkloadMount { Kind = MountKind.Volume, Destination = BindWords.Target(path, string.Empty) });
        return [.. mounts, .. others.Concat(anonymous).Where(mount => taken.Add(mount.Destination))];
    }

    // That another workload is not there is a mistake of the request, not an address that is wrong.
    private Workload Asked(string name)
    {
        try
        {
            return Workloads.Find(name);
        }
        catch (WhelkException exception) when (exception.Code == ErrorCode.NotFound)
        {
            throw new WhelkException(ErrorCode.InvalidArgument, exception.Message, exception);
        }
    }

    // container[:ro|rw]
    private IEnumerable<WorkloadMount> MountsFrom(string words)
    {
        var parts = words.Split(':', 2);
        var mode = parts.Length > 1 ? parts[1] : "rw";
        if (mode is not ("ro" or "rw" or "z" or "Z"))
        {
            throw new WhelkException(ErrorCode.InvalidArgument, $"invalid mode: {mode}");
        }

        return Asked(parts[0]).Spec.Mounts.Select(mount => mount with { ReadOnly = mount.ReadOnly || mode == "ro", CopiesUp = false });
    }

    // Makes what is missing: volumes with their first content, and the folders of -v. What is there already is in the list also when the rest fails.
    private async Task MakeMountsAsync(IReadOnlyList<WorkloadMount> mounts, Image image, string data, List<WorkloadMount> made, CancellationToken cancellationToken)
    {
        foreach (var mount in mounts)
        {
            switch (mount.Kind)
            {
                case MountKind.Volume:
                    var volume = CreateVolume(mount.Volume, mount.Labels, mount.DriverOptions);
                    made.Add(mount with { Volume = volume.Name, Source = Volumes.MountPointOf(volume.Name) });
                    if (mount is { CopiesUp: true, Subpath: null })
                    {
                        await FillAsync(volume, image, mount.Destination, data, cancellationToken);
                    }

                    break;
                case MountKind.Bind when mount.MakesSource && !Path.Exists(mount.Source):
                    Directory.CreateDirectory(mount.Source);
                    made.Add(mount);
                    break;
                case MountKind.Bind or MountKind.Tmpfs:
                    made.Add(mount);
                    break;
            }
        }
    }

    private async Task FillAsync(Volume volume, Image image, string destination, string data, CancellationToken cancellationToken)
    {
        var user = $"create {data}";
        try
        {
            await HoldVolumeAsync(volume.Name, user);
            await VolumeContent.CopyUpAsync(image, destination, Volumes.MountPointOf(volume.Name), Path.Combine(data, "copy-up"), cancellationToken);
        }
        finally
        {
            await _mounts.ReleaseAsync(user);
        }
    }

    // Those that were made for this workload and that no other mounts.
    private Task DiscardAnonymousVolumesAsync(WorkloadSpec spec)
    {
        foreach (var name in spec.Mounts.Select(mount => mount.Volume).OfType<string>())
        {
            if (Volumes.TryFind(name) is { Anonymous: true } && UsersOf(name).All(user => user.Spec.Id == spec.Id))
            {
                Destroy(name);
            }
        }

        return Task.CompletedTask;
    }
}
