using Whelk.Guest.Protocol;
using Whelk.Linux.Mounts;

namespace Whelk.Vm.Qemu;

/// <summary>A host folder for the guest, in a slot: over 9p where it is only read, through virtiofsd where parity with a container counts.</summary>
internal sealed record FolderShare(ushort Slot, string HostPath, bool ReadOnly)
{
    internal string Tag => $"share{Slot}";

    /// <summary>What the agent does to have it at a path.</summary>
    internal IEnumerable<SetupOperation> MountAt(string path) =>
    [
        new SetupOperation.LoadModules(ReadOnly ? ["netfs", "9pnet", "9pnet_virtio", "9p"] : ["fuse", "virtiofs"]),
        new SetupOperation.BindSlot(Slot),
        new SetupOperation.MakeDirectory(path, 0x1ED),
        ReadOnly
            ? new SetupOperation.Mount(Tag, path, "9p", (ulong)MountFlags.MS_RDONLY, "trans=virtio,version=9p2000.L,msize=262144,cache=mmap")
            : new SetupOperation.Mount(Tag, path, "virtiofs", 0, string.Empty),
    ];
}
