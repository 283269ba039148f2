using Whelk.Errors;
using Whelk.Guest.Protocol;
using Whelk.Linux.Mounts;
using Whelk.Oci.Runtime;
using Whelk.Vm.Qemu;

namespace Whelk.Vm.Translation;

/// <summary>
/// How the mounts of config.json reach the guest: kernel file systems are mounted there; a bound folder becomes a share in a slot
/// of its own (9p where it is only read, virtiofs where it is written); a bound file is copied in when it is only read or one of the
/// engine's own. Anything else is refused, by name.
/// </summary>
internal sealed class MountPlan
{
    private const ushort FirstSlot = 6;
    private const ushort LastSlot = 21;
    private const long FileLimit = 512 << 10;
    private const string GuestFolder = "/run/whelk";

    private static readonly HashSet<string> EngineFiles = ["/etc/resolv.conf", "/etc/hosts", "/etc/hostname", "/run/.containerenv"];
    private static readonly HashSet<string> KernelTypes = ["proc", "sysfs", "tmpfs", "devpts", "mqueue", "ramfs"];

    private readonly List<SetupOperation> _operations = [];
    private readonly List<MountEntry> _mounts = [];
    private readonly List<FolderShare> _shares = [];
    private readonly string _bundle;

    private MountPlan(string bundle) => _bundle = bundle;

    /// <summary>What the agent does before the workload's root is entered.</summary>
    internal IReadOnlyList<SetupOperation> Operations => _operations;

    /// <summary>What is mounted in the workload's root.</summary>
    internal IReadOnlyList<MountEntry> Mounts => _mounts;

    /// <summary>The host folders that QEMU must share.</summary>
    internal IReadOnlyList<FolderShare> Shares => _shares;

    /// <exception cref="WhelkException">A mount that a VM cannot have.</exception>
    internal static MountPlan Of(RuntimeSpec config, string bundle)
    {
        var plan = new MountPlan(bundle);
        foreach (var mount in config.Mounts ?? [])
        {
            plan.Add(mount, MountOptions.Parse(mount.Options));
        }

        return plan;
    }

    private void Add(MountSpec mount, MountOptions options)
    {
        if (mount.Type == "bind" || (options.Flags & MountFlags.MS_BIND) != MountFlags.None)
        {
            AddBind(mount, options);
        }
        else if (mount.Type is "cgroup" or "cgroup2")
        {
            _mounts.Add(new MountEntry("cgroup2", mount.Destination, "cgroup2", (ulong)options.Flags, string.Empty));
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
        var source = Path.GetFullPath(mount.Source ?? string.Empty, _bundle);
        if (mount.Destination == "/dev/shm")
        {
            // Shared memory with the host is not to be had; a memory of its own is what programs expect there.
            _mounts.Add(new MountEntry("shm", "/dev/shm", "tmpfs", (ulong)(MountFlags.MS_NOSUID | MountFlags.MS_NODEV | MountFlags.MS_NOEXEC), "mode=1777"));
        }
        else if (Directory.Exists(source))
        {
            AddFolder(source, mount.Destination, options);
        }
        else if (File.Exists(source) && (File.GetAttributes(source) & FileAttributes.Device) == FileAttributes.None)
        {
            AddFile(source, mount.Destination, options);
        }
        else
        {
            throw new WhelkException(
                ErrorCode.Unsupported,
                $"bind mount of {source} on {mount.Destination}: {(File.Exists(source) ? "only files and folders can enter a virtual machine" : "no such file or directory")}");
        }
    }

    private void AddFolder(string source, string destination, MountOptions options)
    {
        var slot = (ushort)(FirstSlot + _shares.Count);
        if (slot > LastSlot)
        {
            throw new WhelkException(ErrorCode.Unsupported, $"bind mount of {source}: a virtual machine takes {LastSlot - FirstSlot + 1} folders");
        }

        var share = new FolderShare(slot, source, options.ReadOnly);
        _shares.Add(share);
        _operations.AddRange(share.MountAt($"{GuestFolder}/shares/{slot}"));
        _mounts.Add(new MountEntry($"{GuestFolder}/shares/{slot}", destination, "bind", (ulong)options.Flags, string.Empty));
    }

    private void AddFile(string source, string destination, MountOptions options)
    {
        var file = new FileInfo(source);
        if (!options.ReadOnly && !EngineFiles.Contains(destination))
        {
            throw new WhelkException(ErrorCode.Unsupported, $"bind mount of the file {source} on {destination}: into a virtual machine a single file goes read-only; bind its folder to write");
        }

        if (file.Length > FileLimit)
        {
            throw new WhelkException(ErrorCode.Unsupported, $"bind mount of the file {source}: it has {file.Length} bytes, {FileLimit} can be copied into a virtual machine; bind its folder");
        }

        var path = $"{GuestFolder}/files/{_mounts.Count}";
        _operations.Add(new SetupOperation.WriteFile(path, (uint)File.GetUnixFileMode(source), File.ReadAllBytes(source)));
        _mounts.Add(new MountEntry(path, destination, "bind", (ulong)options.Flags, string.Empty));
    }
}
