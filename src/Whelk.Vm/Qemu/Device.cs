using Microsoft.Win32.SafeHandles;

namespace Whelk.Vm.Qemu;

/// <summary>A virtio-mmio device of a VM, with the slot it sits in.</summary>
internal abstract record Device(ushort Slot)
{
    /// <summary>A disk from a file.</summary>
    internal sealed record Disk(ushort Slot, string Path, bool ReadOnly) : Device(Slot);

    /// <summary>A host folder over 9p: no daemon, for what is only read.</summary>
    internal sealed record NinePShare(ushort Slot, string Path, string Tag, bool ReadOnly) : Device(Slot);

    /// <summary>A host folder through a virtiofsd that listens at <paramref name="Socket"/>.</summary>
    internal sealed record VirtiofsShare(ushort Slot, string Socket, string Tag) : Device(Slot);

    /// <summary>A network card on an open tap.</summary>
    internal sealed record NetworkCard(ushort Slot, SafeFileHandle Tap, string HardwareAddress) : Device(Slot);
}
