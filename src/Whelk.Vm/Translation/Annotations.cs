using Whelk.Oci.Runtime;

namespace Whelk.Vm.Translation;

/// <summary>What an engine that knows whelk-vm says in config.json's annotations.</summary>
internal static class Annotations
{
    /// <summary>Path of the EROFS image that is the root's lower layer.</summary>
    internal const string RootErofs = "io.whelk.root.erofs";

    /// <summary>"true": changes to the root are kept in memory and go with the VM.</summary>
    internal const string RootEphemeral = "io.whelk.root.ephemeral";

    /// <summary>Path of the disk that keeps changes to the root; made if missing.</summary>
    internal const string RootScratch = "io.whelk.root.scratch";

    /// <summary>"true": the workload's program is not run; its namespaces and mounts are there until it is killed.</summary>
    internal const string Hold = "io.whelk.hold";

    /// <summary>MiB of memory of the guest, instead of what the memory limit leads to.</summary>
    internal const string Memory = "io.whelk.memory";

    /// <summary>How the machine is to start, as a <see cref="StartWay"/>: so or not at all.</summary>
    internal const string Start = "io.whelk.start";

    /// <summary>Number of virtual processors.</summary>
    internal const string Processors = "io.whelk.cpus";

    /// <summary>Kubernetes' engines: <see cref="Sandbox"/> or <see cref="Container"/>.</summary>
    internal const string ContainerType = "io.kubernetes.cri.container-type";

    internal const string Sandbox = "sandbox";
    internal const string Container = "container";

    /// <summary>The id of the sandbox whose machine the container joins.</summary>
    internal const string SandboxId = "io.kubernetes.cri.sandbox-id";

    /// <summary>Of a sandbox: the bytes of memory that its containers may use together; 0: nothing is said.</summary>
    internal const string SandboxMemory = "io.kubernetes.cri.sandbox-memory";

    /// <summary>The same of processors, in microseconds per period.</summary>
    internal const string SandboxQuota = "io.kubernetes.cri.sandbox-cpu-quota";

    internal const string SandboxPeriod = "io.kubernetes.cri.sandbox-cpu-period";
    internal const string SandboxShares = "io.kubernetes.cri.sandbox-cpu-shares";

    internal static string? Of(RuntimeSpec config, string name) =>
        config.Annotations is { } annotations && annotations.TryGetValue(name, out var value) && value.Length > 0 ? value : null;

    internal static int? NumberOf(RuntimeSpec config, string name) => int.TryParse(Of(config, name), out var number) && number > 0 ? number : null;

    internal static long? LongOf(RuntimeSpec config, string name) => long.TryParse(Of(config, name), out var number) && number > 0 ? number : null;
}
