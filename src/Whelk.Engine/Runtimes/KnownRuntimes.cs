using Whelk.Engine.Workloads;
using Whelk.Linux.Cgroups;

namespace Whelk.Engine.Runtimes;

/// <summary>The capability records: everything the engine knows of a runtime, as values.</summary>
internal static class KnownRuntimes
{
    private static readonly string[] SearchPath = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"];

    /// <summary>The preferred one of each isolation first.</summary>
    internal static IReadOnlyList<RuntimeRecord> On(EngineOptions options) =>
    [
        Container("crun") with { HiddenMount = CgroupHost.HybridMount, SeccompAnnotation = "run.oci.seccomp_bpf_data", SealsItself = true },
        Container("runc"),
        new RuntimeRecord
        {
            Name = "whelk-vm",
            Isolation = WorkloadIsolation.Vm,
            Path = Existing(Path.Combine(options.Installation, "whelk-vm")),
            Root = RootForm.Image,
            InsideCommand = "inside",
            SharesKernel = false,
            GroupsExecs = false,
            OutOfMemoryFile = "oom",
            FaultFile = "fault",
            Refuses = VirtualMachineRefusals.All,
            LaterUpdates = VirtualMachineRefusals.Later,
            NetworkSharingRefusal = "a VM has a network stack of its own, which it cannot share with the host or with another workload",
            NetworkCommand = "network",
            UseCommand = "use",
            KeeperCommand = ["warm", "--while-input"],
            StartWays = [new("cold", null), new("clone", ["ready", "clone"]), new("waiting", ["ready", "waiting"])],
            SelfCheck = ["doctor", "--format", "json"],
            Package = "whelk-vm beside whelk",
            HostNeeds = ["x86-64", "QEMU", "a guest kernel", "/dev/kvm for full speed"],
        },
    ];

    private static RuntimeRecord Container(string name) => new()
    {
        Name = name,
        Isolation = WorkloadIsolation.Container,
        Path = SearchPath.Select(folder => Existing(Path.Combine(folder, name))).FirstOrDefault(found => found is not null),
        Root = RootForm.Directory,
        Package = name,
        HostNeeds = ["Linux with namespaces and cgroups", "a kernel the image can share"],
    };

    private static string? Existing(string path) => File.Exists(path) ? path : null;
}
