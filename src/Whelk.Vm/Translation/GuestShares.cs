using Whelk.Guest.Protocol;
using Whelk.Linux.Mounts;

namespace Whelk.Vm.Translation;

/// <summary>
/// How a guest reaches the host's folders. Those that are only read: over 9p, each in a slot of its own, without a daemon. As soon as one
/// is written, all of them together: one folder of binds, through one virtiofsd, as only that behaves as a container's mounts do.
/// </summary>
internal static class GuestShares
{
    /// <summary>Where the guest has the folder of binds.</summary>
    internal const string StagedPath = "/run/whelk/host";

    /// <summary>Memory that all workloads of a pod's machine have at /dev/shm.</summary>
    internal const string SharedMemoryPath = "/run/whelk/shm";

    internal const string StagedTag = "host";
    internal const ushort StagedSlot = 22;

    /// <summary>Of a tmpfs at /dev/shm.</summary>
    internal const MountFlags SharedMemoryFlags = MountFlags.MS_NOSUID | MountFlags.MS_NODEV | MountFlags.MS_NOEXEC;

    internal const string SharedMemoryOptions = "mode=1777";

    private const uint Executable = 0x1ED;

    internal static IEnumerable<SetupOperation> MountStaged() =>
    [
        new SetupOperation.LoadModules(GuestModules.Virtiofs),
        new SetupOperation.BindSlot(StagedSlot),
        new SetupOperation.MakeDirectory(StagedPath, Executable),
        new SetupOperation.Mount(StagedTag, StagedPath, "virtiofs", 0, string.Empty),
    ];

    internal static IEnumerable<SetupOperation> MakeSharedMemory() =>
    [
        new SetupOperation.MakeDirectory(SharedMemoryPath, Executable),
        new SetupOperation.Mount("shm", SharedMemoryPath, "tmpfs", (ulong)SharedMemoryFlags, SharedMemoryOptions),
    ];

    internal static string NinePTag(ushort slot) => $"share{slot}";

    internal static string NinePPath(ushort slot) => $"/run/whelk/shares/{slot}";

    internal static IEnumerable<SetupOperation> MountNineP(ushort slot) =>
    [
        new SetupOperation.LoadModules(GuestModules.NineP),
        new SetupOperation.BindSlot(slot),
        new SetupOperation.MakeDirectory(NinePPath(slot), Executable),
        new SetupOperation.Mount(NinePTag(slot), NinePPath(slot), "9p", (ulong)MountFlags.MS_RDONLY, "trans=virtio,version=9p2000.L,msize=262144,cache=mmap"),
    ];
}
