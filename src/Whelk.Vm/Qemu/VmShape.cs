namespace Whelk.Vm.Qemu;

/// <summary>What a VM is made of.</summary>
internal sealed record VmShape
{
    internal required int MemoryMiB { get; init; }

    internal int Processors { get; init; } = 1;

    internal IReadOnlyList<Device> Devices { get; init; } = [];

    /// <summary>Where the guest's console goes.</summary>
    internal required string ConsoleLog { get; init; }
}
