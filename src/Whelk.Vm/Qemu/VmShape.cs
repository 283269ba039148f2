namespace Whelk.Vm.Qemu;

/// <summary>What a VM is made of.</summary>
internal sealed record VmShape
{
    internal required int MemoryMiB { get; init; }

    internal int Processors { get; init; } = 1;

    internal GuestRam Ram { get; init; } = new GuestRam.Own();

    /// <summary>Whether it waits for a workload, watched by somebody who gives it away then, and so has a second machine protocol.</summary>
    internal bool IsWaiting { get; init; }

    internal IReadOnlyList<Device> Devices { get; init; } = [];
}
