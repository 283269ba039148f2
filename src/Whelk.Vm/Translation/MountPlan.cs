using Whelk.Errors;
using Whelk.Guest.Protocol;
using Whelk.Linux.Mounts;
using Whelk.Oci.Runtime;
using Whelk.Vm.Qemu;

namespace Whelk.Vm.Translation;

/// <summary>
/// How the mounts of config.json reach the guest: kernel file systems are mounted there; a bound folder or file is shared with the host
/// (see <see cref="GuestShares"/>), a small file of root's that is only read, or one that an engine writes for every workload, is copied in
/// where nothing else is shared. Anything else is refused, by name.
/// </summary>
internal sealed class MountPlan
{
    private const ushort FirstSlot = 6;
    private const ushort LastSlot = 19;
    private const long CopyLimit = 256 << 10;

    // All copies travel in one frame, with all else that is set up.
    private const long CopiesLimit = 512 << 10;

    private static readonly HashSet<string> EngineFiles = ["/etc/resolv.conf", "/etc/hosts", "/etc/hostname", "/run/.containerenv"];
    private static readonly HashSet<string> KernelTypes = ["proc", "sysfs", "tmpfs", "devpts", "mqueue", "ramfs"];

    private readonly List<SetupOperation> _operations = [];
    private readonly List<MountEntry> _mounts = [];
    private readonly List<HostBind> _staged = [];
    private readonly List<Device> _devices = [];
    private readonly string _bundle;
    private readonly List<(MountSpec Mount, SetupOperation.WriteFile Copy)> _engineCopies = [];
    private readonly PodRole _role;
    private readonly bool _isStaged;

    private MountPlan(RuntimeSpec config, string bundle, string? rootFolder, PodRole role)
    {
        _bundle = bundle;
        _role = role;
        _isStaged = rootFolder is not null || role.IsSandbox || (config.Mounts ?? []).Any(NeedsDaemon) || (config.Mounts ?? []).Sum(LengthOfFile) > CopiesLimit;
        if (rootFolder is not null)
        {
            _staged.Add(new HostBind($"{role.Place}{RootPlan.StagedName}", rootFolder, IsFolder: true, ReadOnly: false, Recursive: true));
        }

        if (_isStaged && role.Sandbox is null)
        {
            _operations.AddRange(GuestShares.MountStaged());
        }

        if (role.IsSandbox)
        {
            _operations.AddRange(GuestShares.MakeSharedMemory());
        }
    }

    /// <summary>What the agent does before the workload's root is entered.</summary>
    internal IReadOnlyList<SetupOperation> Operations => _operations;

    /// <summary>What is mounted in the workload's root.</summary>
    internal IReadOnlyList<MountEntry> Mounts => _mounts;

    /// <summary>Whether the machine has a virtiofsd: what it serves may also come later.</summary>
    internal bool IsStaged => _isStaged;

    /// <summary>What goes through virtiofsd.</summary>
    internal IReadOnlyList<HostBind> Staged => _staged;

    /// <summary>The shares that QEMU serves itself.</summary>
    internal IReadOnlyList<Device> Devices => _devices;

    /// <param name="config">With the mounts.</param>
    /// <param name="bundle">What relative sources start from.</param>
    /// <param name="rootFolder">The host's folder that is the root, or null.</param>
    /// <param name="role">In a pod.</param>
    /// <exception cref="WhelkException">A mount that a VM cannot have.</exception>
    internal static MountPlan Of(RuntimeSpec config, string bundle, string? rootFolder, PodRole role)
    {
        var plan = new MountPlan(config, bundle, rootFolder, role);
        foreach (var mount in config.Mounts ?? [])
        {
            plan.Add(mount, MountOptions.Parse(mount.Options));
        }

        return plan;
    }

    /// <summary>
    /// What brings the guest's copies of an engine's files up to what the host has now; what the guest wrote into one of them is gone then. A file that could not
    /// be copied any more is left as it was.
    /// </summary>
    internal IReadOnlyList<SetupOperation> Refresh()
    {
        var changed = new List<SetupOperation>();
        foreach (var (mount, copy) in _engineCopies)
        {
            if (BindSource.TryRead(mount, _bundle, CopyLimit) is { } content && !content.AsSpan().SequenceEqual(copy.Content))
            {
                changed.Add(copy with { Content = content });
            }
        }

        return changed;
    }

    /// <summary>The guest has done what <see cref="Refresh"/> returned.</summary>
    internal void Confirm(IEnumerable<SetupOperation> done)
    {
        foreach (var copy in done.OfType<SetupOperation.WriteFile>())
        {
            var at = _engineCopies.FindIndex(one => one.Copy.Path == copy.Path);
            _engineCopies[at] = (_engineCopies[at].Mount, copy);
        }
    }

    private void Add(MountSpec mount, MountOptions options)
    {
        if (IsBind(mount, options))
        {
            AddBind(mount, options);
        }
        else if (mount.Type is "cgroup" or "cgroup2")
        {
            _mounts.Add(new MountEntry("cgroup2", mount.Destination, "cgroup2", (ulong)options.Flags, string.Empty));
        }
        else if (mount.Type == "tmpfs" && (mount.Options ?? []).Contains("tmpcopyup"))
        {
            // The word of src/native/spawn.c.
            _mounts.Add(new MountEntry(mount.Source ?? "tmpfs", mount.Destination, "tmpfs+copyup", (ulong)options.Flags, options.Data));
        }
        else if (mount.Type is { } type && KernelTypes.Contains(type))
        {
            _mounts.Add(new MountEntry(mount.Source ?? type, mount.Destination, type, (ulong)options.Flags, options.Data));
        }
        else
        {
            throw new WhelkException(ErrorCode.Unsupported, $"mount of type {mount.Type} on {mount.Destination}: a virtual machine cannot have it");
        }
    }

    private void AddBind(MountSpec mount, MountOptions options)
    {
        if (IsSharedMemory(mount))
        {
            // Memory shared with the host is not to be had; memory of its own, or its pod's, is what programs expect there.
            _mounts.Add(_role == PodRole.Alone
                ? new MountEntry("shm", "/dev/shm", "tmpfs", (ulong)GuestShares.SharedMemoryFlags, GuestShares.SharedMemoryOptions)
                : new MountEntry(GuestShares.SharedMemoryPath, "/dev/shm", "bind", (ulong)GuestShares.SharedMemoryFlags, string.Empty));
            return;
        }

        var source = BindSource.Of(mount, _bundle);
        var path = _isStaged ? Stage(source, options) : source.IsFolder ? AddNineP(source) : Copy(mount, source);
        _mounts.Add(new MountEntry(path, mount.Destination, "bind", (ulong)options.Flags, string.Empty));
    }

    private string Stage(BindSource source, MountOptions options)
    {
        var bind = new HostBind($"{_role.Place}{_staged.Count}", source.HostPath, source.IsFolder, options.ReadOnly, (options.Flags & MountFlags.MS_REC) != MountFlags.None);
        _staged.Add(bind);
        return $"{GuestShares.StagedPath}/{bind.Name}";
    }

    private string AddNineP(BindSource source)
    {
        var slot = (ushort)(FirstSlot + _devices.Count);
        if (slot > LastSlot)
        {
            throw new WhelkException(ErrorCode.Unsupported, $"bind mount of {source.HostPath}: a virtual machine takes {LastSlot - FirstSlot + 1} folders that are only read");
        }

        _devices.Add(new Device.NinePShare(slot, source.HostPath, GuestShares.NinePTag(slot)));
        _operations.AddRange(GuestShares.MountNineP(slot));
        return GuestShares.NinePPath(slot);
    }

    private string Copy(MountSpec mount, BindSource source)
    {
        var path = $"/run/whelk/files/{_mounts.Count}";
        var copy = new SetupOperation.WriteFile(path, (uint)File.GetUnixFileMode(source.HostPath), File.ReadAllBytes(source.HostPath));
        _operations.Add(copy);
        if (EngineFiles.Contains(mount.Destination))
        {
            _engineCopies.Add((mount, copy));
        }

        return path;
    }

    private bool NeedsDaemon(MountSpec mount)
    {
        var options = MountOptions.Parse(mount.Options);
        if (!IsBind(mount, options) || IsSharedMemory(mount))
        {
            return false;
        }

        var source = BindSource.Of(mount, _bundle);
        return source.IsFolder ? !options.ReadOnly : source.Length > CopyLimit || !source.IsRoots || !(options.ReadOnly || EngineFiles.Contains(mount.Destination));
    }

    private long LengthOfFile(MountSpec mount) =>
        IsBind(mount, MountOptions.Parse(mount.Options)) && !IsSharedMemory(mount) ? BindSource.Of(mount, _bundle).Length : 0;

    private static bool IsBind(MountSpec mount, MountOptions options) => mount.Type == "bind" || (options.Flags & MountFlags.MS_BIND) != MountFlags.None;

    private static bool IsSharedMemory(MountSpec mount) => mount.Destination == "/dev/shm";
}
