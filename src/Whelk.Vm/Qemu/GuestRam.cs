using System.Runtime.InteropServices;

namespace Whelk.Vm.Qemu;

/// <summary>What the memory of a VM is. The descriptors are passed to QEMU and stay their maker's.</summary>
internal abstract record GuestRam
{
    /// <summary>Of its own, shared with nobody but the virtiofsd that maps it.</summary>
    internal sealed record Own : GuestRam;

    /// <summary>A file that is written through, which is still there when the machine has ended: a template's.</summary>
    internal sealed record Kept(SafeHandle Memory) : GuestRam;

    /// <summary>A template's memory, copied page by page as it is written, and the state of its devices, read from the descriptor's position.</summary>
    internal sealed record Copied(SafeHandle Memory, SafeHandle State) : GuestRam;

    /// <summary>What QEMU is given open: the memory, then the state.</summary>
    internal IReadOnlyList<SafeHandle> Descriptors => this switch
    {
        Own => [],
        Kept kept => [kept.Memory],
        Copied copied => [copied.Memory, copied.State],
        _ => throw new InvalidOperationException($"no descriptors for {GetType().Name}"),
    };
}
