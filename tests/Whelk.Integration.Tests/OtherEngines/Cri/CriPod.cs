using System.Text;

namespace Whelk.Integration.Tests.OtherEngines.Cri;

/// <summary>A pod under whelk-vm. Gone when disposed, with its containers.</summary>
internal sealed class CriPod : IAsyncDisposable
{
    private readonly PrivateCri _cri;
    private readonly PodSandboxConfig _config;

    private CriPod(PrivateCri cri, PodSandboxConfig config, string id) => (_cri, _config, Id) = (cri, config, id);

    internal string Id { get; }

    internal static async Task<CriPod> RunAsync(PrivateCri cri, string name, Resources? sums = null, NamespaceOption? namespaces = null)
    {
        var config = new PodSandboxConfig
        {
            Metadata = new PodSandboxMetadata { Name = name, Uid = $"uid-{name}", Namespace = "tests" },
            Hostname = namespaces?.Network == NamespaceMode.Node ? string.Empty : name,
            LogDirectory = Directory.CreateDirectory(Path.Combine(cri.Engine.Folder, $"logs-{name}")).FullName,
            DnsConfig = new DNSConfig { Servers = { "10.88.7.1" }, Searches = { "pods.test" } },
            Linux = new LinuxPodSandboxConfig
            {
                CgroupParent = $"/{cri.Engine.CgroupName}/{name}",
                Resources = sums,
                SecurityContext = new SandboxSecurityContext { NamespaceOptions = namespaces ?? new NamespaceOption { Pid = NamespaceMode.Container } },
            },
        };
        var run = await cri.Runtime.RunPodSandboxAsync(new RunPodSandboxRequest { Config = config, RuntimeHandler = PrivateCri.Handler });
        return new CriPod(cri, config, run.PodSandboxId);
    }

    /// <summary>Creates and starts a container; returns its id.</summary>
    internal async Task<string> StartAsync(string name, string script, Action<ContainerConfig>? change = null)
    {
        var config = new ContainerConfig
        {
            Metadata = new ContainerMetadata { Name = name },
            Image = new ImageSpec { Image = PrivateCri.Image },
            Command = { "sh", "-c", script },
            LogPath = $"{name}.log",
            Linux = new LinuxContainerConfig { SecurityContext = new ContainerSecurityContext { NamespaceOptions = _config.Linux.SecurityContext.NamespaceOptions } },
        };
        change?.Invoke(config);
        var id = (await _cri.Runtime.CreateContainerAsync(new CreateContainerRequest { PodSandboxId = Id, Config = config, SandboxConfig = _config })).ContainerId;
        await _cri.Runtime.StartContainerAsync(new StartContainerRequest { ContainerId = id });
        return id;
    }

    internal async Task<(int Code, string Output, string Error)> ExecAsync(string container, params IReadOnlyList<string> command)
    {
        var result = await _cri.Runtime.ExecSyncAsync(new ExecSyncRequest { ContainerId = container, Cmd = { command }, Timeout = 60 });
        return (result.ExitCode, result.Stdout.ToString(Encoding.UTF8), result.Stderr.ToString(Encoding.UTF8));
    }

    internal async Task<ContainerStatus> StatusAsync(string container) => (await _cri.Runtime.ContainerStatusAsync(new ContainerStatusRequest { ContainerId = container })).Status;

    /// <summary>What kubelet shows as its log: "TIME STREAM F LINE" each.</summary>
    internal string Log(string name) => string.Concat(File.ReadAllLines(Path.Combine(_config.LogDirectory, $"{name}.log")).Select(line => $"{string.Join(' ', line.Split(' ').Skip(3))}\n"));

    /// <summary>Its address.</summary>
    internal async Task<string> AddressAsync() => (await _cri.Runtime.PodSandboxStatusAsync(new PodSandboxStatusRequest { PodSandboxId = Id })).Status.Network.Ip;

    internal async Task StopAsync() => await _cri.Runtime.StopPodSandboxAsync(new StopPodSandboxRequest { PodSandboxId = Id });

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await _cri.Runtime.RemovePodSandboxAsync(new RemovePodSandboxRequest { PodSandboxId = Id });
    }
}
