using System.Runtime.InteropServices;

namespace Whelk.Vm.Qemu;

/// <summary>A virtio-mmio device of a VM, with the slot it sits in.</summary>
internal abstract record Device(ushort Slot)
{
    /// <summary>How many descriptors QEMU is given for it.</summary>
    internal virtual int DescriptorCount => 1;

    /// <summary>The descriptor that comes with it, which stays its maker's; null where <see cref="Open"/> makes it.</summary>
    internal virtual SafeHandle? Descriptor => null;

    /// <summary>Opens what QEMU itself may not open; the caller disposes them.</summary>
    internal virtual IReadOnlyList<SafeHandle> Open() => throw new InvalidOperationException($"nothing to open for {GetType().Name}");

    /// <summary>A disk from a file.</summary>
    internal sealed record Disk(ushort Slot, string Path, bool ReadOnly) : Device(Slot)
    {
        // QEMU takes of a set the one that is open as it wants it: one that is written it reads first.
        internal override int DescriptorCount => ReadOnly ? 1 : 2;

        /// <inheritdoc/>
        internal override IReadOnlyList<SafeHandle> Open() =>
            [Whelk.Linux.Files.Descriptor.Open(Path), .. ReadOnly ? [] : new[] { Whelk.Linux.Files.Descriptor.Open(Path, write: true) }];
    }

    /// <summary>A host folder over 9p, which the guest can only read: no daemon. QEMU reads it with its own rights.</summary>
    internal sealed record NinePShare(ushort Slot, string Path, string Tag) : Device(Slot)
    {
        /// <inheritdoc/>
        internal override int DescriptorCount => 0;
    }

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
