using System.Runtime.InteropServices;

namespace Whelk.Vm.Qemu;

/// <summary>A virtio-mmio device of a VM, with the slot it sits in. A descriptor that comes with it is passed to QEMU and stays its maker's.</summary>
internal abstract record Device(ushort Slot)
{
    /// <summary>What QEMU is given open; null for none.</summary>
    internal virtual SafeHandle? Descriptor => null;

    /// <summary>A disk from a file.</summary>
    internal sealed record Disk(ushort Slot, string Path, bool ReadOnly) : Device(Slot);

    /// <summary>A host folder over 9p, which the guest can only read: no daemon.</summary>
    internal sealed record NinePShare(ushort Slot, string Path, string Tag) : Device(Slot);

    /// <summary>A host folder through the virtiofsd at the other end of a socket.</summary>
    internal sealed record VirtiofsShare(ushort Slot, SafeHandle Socket, string Tag) : Device(Slot)
    {
        /// <inheritdoc/>
        internal override SafeHandle? Descriptor => Socket;
    }

    /// <summary>A network card on an open tap.</summary>
    internal sealed record NetworkCard(ushort Slot, SafeHandle Tap, string HardwareAddress) : Device(Slot)
    {
        /// <inheritdoc/>
        internal override SafeHandle? Descriptor => Tap;
    }
}
