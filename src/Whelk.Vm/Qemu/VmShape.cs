namespace Whelk.Vm.Qemu;

/// <summary>What a VM is made of.</summary>
internal sealed record VmShape
{
    internal required int MemoryMiB { get; init; }

    internal int Processors { get; init; } = 1;

    internal GuestRam Ram { get; init; } = new GuestRam.Own();

    internal IReadOnlyList<Device> Devices { get; init; } = [];
}
