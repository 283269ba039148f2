using Whelk.Oci.Runtime;
using Whelk.Oci.Runtime.Defaults;

namespace Whelk.Vm.Tests.Runtime.Support;

/// <summary>A sandbox as Kubernetes' engines make it, whose machine containers join. Gone when disposed, its containers before it.</summary>
internal sealed class TestPod : IAsyncDisposable
{
    private readonly VmHost _host;
    private readonly List<TestVm> _members = [];
    private readonly Lock _gate = new();
    private readonly bool _isShared;

    private TestPod(VmHost host, TestVm sandbox, bool isShared) => (_host, Sandbox, _isShared) = (host, sandbox, isShared);

    internal TestVm Sandbox { get; }

    /// <summary>With a sandbox that several tests use, one after the other: only the containers go.</summary>
    internal static async Task<TestPod> SharedAsync(VmHost host) => new(host, await host.SharedAsync("pod", () => SandboxAsync(host, "pod")), isShared: true);

    /// <summary>With a sandbox of its own.</summary>
    /// <param name="host">Where.</param>
    /// <param name="id">The sandbox's.</param>
    internal static async Task<TestPod> StartAsync(VmHost host, string id) => new(host, await SandboxAsync(host, id), isShared: false);

    /// <summary>What containerd writes for a container of this pod: network, IPC and host name are the sandbox's.</summary>
    internal async Task<RuntimeSpec> ConfigAsync(string id, ProcessSpec process, params MountSpec[] mounts)
    {
        var config = Configs.Of(_host, id, process);
        return config with
        {
            Hostname = null,
            Root = new RootSpec { Path = await _host.NewRootFolderAsync() },
            Mounts = [.. DefaultMounts.All, .. mounts],
            Annotations = new Dictionary<string, string> { ["io.kubernetes.cri.container-type"] = "container", ["io.kubernetes.cri.sandbox-id"] = Sandbox.Id },
            Linux = config.Linux! with { Namespaces = [Own("pid"), Own("mount"), Sandboxs("ipc"), Sandboxs("uts"), Sandboxs("network")] },
        };
    }

    internal async Task<TestVm> StartContainerAsync(string id, ProcessSpec process, params MountSpec[] mounts) => await StartContainerAsync(id, await ConfigAsync(id, process, mounts));

    internal async Task<TestVm> StartContainerAsync(string id, RuntimeSpec config, ConsoleSocket? console = null)
    {
        var member = await TestVm.StartAsync(_host, id, config, console);
        lock (_gate)
        {
            _members.Add(member);
        }

        return member;
    }

    /// <summary>A namespace of the container's own.</summary>
    internal static LinuxNamespace Own(string type) => new() { Type = type };

    /// <summary>The sandbox's namespace.</summary>
    internal LinuxNamespace Sandboxs(string type) => new() { Type = type, Path = $"/proc/{Sandbox.Pid}/ns/{(type == "network" ? "net" : type)}" };

    public async ValueTask DisposeAsync()
    {
        foreach (var member in _members)
        {
            await member.DisposeAsync();
        }

        if (!_isShared)
        {
            await Sandbox.DisposeAsync();
        }
    }

    private static async Task<TestVm> SandboxAsync(VmHost host, string id)
    {
        var config = Configs.Of(host, id, Configs.Shell("trap 'exit 9' TERM; while :; do sleep 0.2; done")) with
        {
            Root = new RootSpec { Path = await host.NewRootFolderAsync() },
            Annotations = new Dictionary<string, string> { ["io.kubernetes.cri.container-type"] = "sandbox" },
        };
        return await TestVm.StartAsync(host, id, config with { Linux = config.Linux! with { Namespaces = [.. new[] { "pid", "ipc", "uts", "mount", "network" }.Select(Own)] } });
    }
}
