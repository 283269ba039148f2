namespace Whelk.Vm.Qemu;

/// <summary>What a VM is made of.</summary>
internal sealed record VmShape
{
    internal required int MemoryMiB { get; init; }

    internal int Processors { get; init; } = 1;

    internal IReadOnlyList<Device> Devices { get; init; } = [];
}
