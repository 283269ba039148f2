namespace Whelk.Engine.Runtimes;

/// <summary>What a virtual machine cannot have by its nature, and why.</summary>
internal static class VirtualMachineRefusals
{
    private const string OwnDevices = "a virtual machine has devices of its own";
    private const string OwnKernel = "a virtual machine has a kernel of its own";
    private const string OwnMemory = "the guest's kernel manages the memory of a virtual machine";
    private const string OwnDisks = "a virtual machine's reads and writes go through its guest's cache and QEMU, not to the device";

    /// <summary>What of an update waits for the next start.</summary>
    internal static IReadOnlyDictionary<string, string> Later { get; } = new Dictionary<string, string>
    {
        ["CpusetMems"] = "Memory nodes are not set for a virtual machine that runs.",
    };

    internal static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>
    {
        ["Devices"] = OwnDevices,
        ["DeviceCgroupRules"] = OwnDevices,
        ["OomKillDisable"] = OwnMemory,
        ["MemorySwappiness"] = OwnMemory,
        ["KernelMemoryTCP"] = OwnMemory,
        ["CpuRealtimePeriod"] = OwnKernel,
        ["CpuRealtimeRuntime"] = OwnKernel,
        ["BlkioWeight"] = OwnDisks,
        ["BlkioWeightDevice"] = OwnDisks,
        ["BlkioDeviceReadBps"] = OwnDisks,
        ["BlkioDeviceWriteBps"] = OwnDisks,
        ["BlkioDeviceReadIOps"] = OwnDisks,
        ["BlkioDeviceWriteIOps"] = OwnDisks,
        ["PidMode"] = OwnKernel,
        ["IpcMode"] = OwnKernel,
        ["UTSMode"] = OwnKernel,
        ["CgroupnsMode"] = OwnKernel,
        ["UsernsMode"] = OwnKernel,
    };
}
