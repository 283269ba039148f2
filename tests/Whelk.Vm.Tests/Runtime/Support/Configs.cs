using Whelk.Oci.Runtime;
using Whelk.Oci.Runtime.Defaults;

namespace Whelk.Vm.Tests.Runtime.Support;

/// <summary>What engines write into config.json.</summary>
internal static class Configs
{
    private static readonly string[] Environment = ["PATH=/usr/sbin:/usr/bin:/sbin:/bin", "TERM=xterm"];

    // A machine shares none of these with the host, and says so where they are missing.
    private static readonly string[] Own = [NamespaceTypes.Pid, NamespaceTypes.Ipc, NamespaceTypes.Uts];

    internal static ProcessSpec Process(params IReadOnlyList<string> command) => new()
    {
        Args = command,
        Cwd = "/",
        Env = Environment,
        User = new UserSpec(),
        Capabilities = DefaultCapabilities.Root,
    };

    internal static ProcessSpec Shell(string script) => Process("sh", "-c", script);

    internal static RuntimeSpec Of(VmHost host, string id, ProcessSpec process) => new()
    {
        OciVersion = "1.0.2",
        Process = process,
        Hostname = "guest",
        Mounts = DefaultMounts.All,
        Linux = new LinuxSpec { CgroupsPath = $"{host.CgroupParent}/{id}" },
    };

    /// <summary>The same, which starts in this way or not at all.</summary>
    internal static RuntimeSpec Starting(this RuntimeSpec config, string way) => config with
    {
        Annotations = new Dictionary<string, string>(config.Annotations ?? new Dictionary<string, string>()) { ["io.whelk.start"] = way },
    };

    internal static RuntimeSpec WithImage(this RuntimeSpec config, VmHost host, string? scratch = null) => config with
    {
        Annotations = new Dictionary<string, string>
        {
            ["io.whelk.root.erofs"] = host.Image,
            [scratch is null ? "io.whelk.root.ephemeral" : "io.whelk.root.scratch"] = scratch ?? "true",
        },
    };

    /// <summary>In the near namespace; of the others each machine has its own.</summary>
    internal static RuntimeSpec WithNetwork(this RuntimeSpec config, TwoNamespaces network) => config with
    {
        Linux = config.Linux! with { Namespaces = [.. Own.Select(type => new LinuxNamespace { Type = type }), new LinuxNamespace { Type = NamespaceTypes.Network, Path = network.Path }] },
    };
}
