using System.Text.Json;
using Whelk.Engine.Runtimes;
using Whelk.Engine.Workloads;
using Whelk.Linux.Files;
using Whelk.Oci;
using Whelk.Oci.Runtime;
using Whelk.Oci.Runtime.Defaults;

namespace Whelk.Engine.Bundles;

/// <summary>Makes a workload's OCI bundle: the same description whatever the isolation.</summary>
internal static class BundleWriter
{
    private const string OciVersion = "1.0.2";

    /// <summary>Writes config.json and the files that are bound into the workload.</summary>
    internal static void Write(BundleInput input)
    {
        Directory.CreateDirectory(input.Paths.Bundle);
        if (input.NameFilesOf is null)
        {
            NameFiles.Write(input);
        }

        var json = JsonSerializer.SerializeToUtf8Bytes(Build(input), OciJson.Default.RuntimeSpec);
        AtomicFile.Write(Path.Combine(input.Paths.Bundle, "config.json"), json, durable: false);
    }

    internal static RuntimeSpec Build(BundleInput input)
    {
        var capabilities = CapabilitySet.Of(input.Spec.Options.Host, input.Runtime);
        var linux = BuildLinux(input, capabilities);
        return new RuntimeSpec
        {
            OciVersion = OciVersion,
            Process = ProcessOf(input, capabilities),
            Root = new RootSpec
            {
                Path = input.Runtime.Root == RootForm.Directory ? input.RootFolder : Path.Combine(input.Paths.Bundle, "rootfs"),
                Readonly = input.Spec.Options.Host.ReadonlyRootfs,
            },
            Hostname = input.Spec.Options.Host.Namespaces.Uts == NamespaceModes.Host ? null : input.Spec.Hostname,
            Mounts = MountBuilder.Build(input),
            Linux = linux,
            Annotations = AnnotationsOf(input, linux.Seccomp),
        };
    }

    private static ProcessSpec ProcessOf(BundleInput input, IReadOnlyList<string> capabilities)
    {
        var process = ProcessBuilder.Init(input.Spec, input.User, capabilities, underInit: input.InitProgram is not null);
        return input.OnlyHeld ? process with { Terminal = false, ConsoleSize = null } : process;
    }

    private static LinuxSpec BuildLinux(BundleInput input, IReadOnlyList<string> capabilities)
    {
        var host = input.Spec.Options.Host;
        return new LinuxSpec
        {
            Namespaces = NamespaceBuilder.Build(input),
            UidMappings = MappingsOf(input),
            GidMappings = MappingsOf(input),
            CgroupsPath = input.Cgroup,
            Devices = DeviceBuilder.Nodes(host, input.Runtime.SharesKernel),
            Resources = ResourceBuilder.Build(host) with { Devices = DeviceBuilder.Rules(host) },
            Seccomp = SecurityOptions.FilterOf(host, capabilities, input.Runtime),
            MaskedPaths = KernelPaths.Masked(host),
            ReadonlyPaths = KernelPaths.Readonly(host),
            Sysctl = SysctlsOf(input.Spec, input.OnHost),
        };
    }

    // The NIS domain's name by its sysctl, as Docker sets it: not every runtime knows the specification's own field.
    private static IReadOnlyDictionary<string, string> SysctlsOf(WorkloadSpec spec, bool onHost)
    {
        var options = spec.Options;
        var sysctls = onHost ? options.Host.Sysctls : DefaultSysctls.With(options.Host.Sysctls, spec.Ids?.Size);
        return options.Domainname is { Length: > 0 } domain && !sysctls.ContainsKey("kernel.domainname")
            ? new Dictionary<string, string>(sysctls) { ["kernel.domainname"] = domain }
            : sysctls;
    }

    // Beside the path of the namespace: runc asks for both.
    private static IReadOnlyList<LinuxIdMapping>? MappingsOf(BundleInput input) =>
        input.Spec.Ids is { } ids ? [new LinuxIdMapping { ContainerID = 0, HostID = ids.Start, Size = ids.Size }] : null;

    private static Dictionary<string, string>? AnnotationsOf(BundleInput input, LinuxSeccomp? seccomp)
    {
        var annotations = new Dictionary<string, string>(input.Spec.Options.Host.Annotations ?? new Dictionary<string, string>());
        if (input.RootImage is { } image)
        {
            annotations[Annotations.RootErofs] = image;
            annotations[Annotations.RootScratch] = input.Paths.Scratch;
            annotations[Annotations.RootEphemeral] = input.Spec.Options.Host.AutoRemove ? "true" : "false";
            annotations[Annotations.Hold] = input.OnlyHeld ? "true" : "false";
        }

        if (input.Spec.Options.StartWay is { } way)
        {
            annotations[Annotations.Start] = way;
        }

        if (input.Runtime.SeccompAnnotation is { } key && DefaultSeccompProgram.Of(seccomp, input.Spec.Options.Host) is { } program)
        {
            annotations.TryAdd(key, program);
        }

        return annotations.Count == 0 ? null : annotations;
    }
}
