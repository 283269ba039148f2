using Whelk.Api.Wire;
using Whelk.Engine;
using Whelk.Engine.Logs;
using Whelk.Engine.Workloads;
using Whelk.Linux.Cgroups;

namespace Whelk.Api.Endpoints;

/// <summary>GET /info: the daemon, and what the host can do.</summary>
internal static class HostInformation
{
    internal static string Kernel => File.ReadAllText("/proc/sys/kernel/osrelease").Trim();

    internal static InfoResponse Of(WhelkEngine engine)
    {
        var states = engine.Workloads.All.Select(workload => workload.State).ToList();
        var mounted = CgroupHierarchy.Mounted();
        var features = CgroupFeatures.Of(mounted);
        var release = OperatingSystemRelease();
        return new InfoResponse
        {
            ID = engine.Paths.Hash,
            Containers = states.Count,
            ContainersRunning = states.Count(state => state is WorkloadState.Restarting or WorkloadState.Running { Paused: false }),
            ContainersPaused = states.Count(state => state is WorkloadState.Running { Paused: true }),
            ContainersStopped = states.Count(state => !state.IsAlive),
            Images = engine.Images.List().Count,
            Driver = GraphDriver.Overlay,
            Name = Environment.MachineName,
            OSType = "linux",
            Architecture = "x86_64",
            OperatingSystem = release.GetValueOrDefault("PRETTY_NAME", "Linux"),
            OSVersion = release.GetValueOrDefault("VERSION_ID", string.Empty),
            KernelVersion = HostInformation.Kernel,
            NCPU = Environment.ProcessorCount,
            MemTotal = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes,
            DockerRootDir = engine.Options.Root,
            ServerVersion = ProductVersion.Text,
            DefaultRuntime = engine.Runtimes.Usable.FirstOrDefault()?.Name ?? string.Empty,
            CgroupVersion = CgroupHost.Version == 2 ? "2" : "1",
            CgroupDriver = engine.Groups.Driver,
            DriverStatus = [["Supports d_type", "true"]],
            LoggingDriver = LogDriver.JsonFile,
            Plugins = new PluginList(["local"], ["bridge", "host", "null"], LogDriver.All),
            MemoryLimit = Has(mounted, "memory"),
            SwapLimit = Has(mounted, "memory"),
            KernelMemoryTCP = features.KernelMemoryTcp,
            CpuCfsPeriod = Has(mounted, "cpu"),
            CpuCfsQuota = Has(mounted, "cpu"),
            CPUShares = Has(mounted, "cpu"),
            CPUSet = features.Cpuset,
            PidsLimit = Has(mounted, "pids"),
            OomKillDisable = features.OomKillDisable,
            IPv4Forwarding = IsOn("/proc/sys/net/ipv4/ip_forward"),
            BridgeNfIptables = IsOn("/proc/sys/net/bridge/bridge-nf-call-iptables"),
            BridgeNfIp6tables = IsOn("/proc/sys/net/bridge/bridge-nf-call-ip6tables"),
            SystemTime = Rfc3339.Format(engine.Clock.GetUtcNow()),
            Runtimes = engine.Runtimes.Usable.ToDictionary(runtime => runtime.Name, runtime => new RuntimeSummary(runtime.Path ?? runtime.Name)),
            Isolation = engine.Options.DefaultIsolation,
        };
    }

    private static bool Has(IReadOnlyList<CgroupHierarchy> mounted, string controller) => mounted.Any(hierarchy => hierarchy.Has(controller));

    // A switch that is not there is off.
    private static bool IsOn(string path) => File.Exists(path) && File.ReadAllText(path).Trim() == "1";

    // os-release(5): NAME=value, the value perhaps quoted.
    private static Dictionary<string, string> OperatingSystemRelease()
    {
        var path = File.Exists("/etc/os-release") ? "/etc/os-release" : "/usr/lib/os-release";
        return File.Exists(path)
            ? File.ReadLines(path).Select(line => line.Split('=', 2)).Where(parts => parts.Length == 2).GroupBy(parts => parts[0]).ToDictionary(group => group.Key, group => group.Last()[1].Trim('"', '\''))
            : [];
    }
}
