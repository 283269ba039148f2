using System.Runtime.InteropServices;
using Whelk.Api.Http;
using Whelk.Api.Registries;
using Whelk.Api.Wire;
using Whelk.Engine;
using Whelk.Engine.Logs;
using Whelk.Engine.Workloads;

namespace Whelk.Api.Endpoints;

/// <summary>ping, version, info, events.</summary>
internal static class SystemEndpoints
{
    internal static IReadOnlyList<ApiRoute> Routes(WhelkEngine engine) =>
    [
        new("GET", "/_ping", call => call.TextAsync("OK", withBody: true)),
        new("HEAD", "/_ping", call => call.TextAsync("OK", withBody: false)),
        new("GET", "/version", call => call.JsonAsync(Version(engine), ApiJson.Default.VersionResponse)),
        new("GET", "/events", call => EventEndpoint.SendAsync(engine, call)),
        new("POST", "/auth", RegistryLogin.SendAsync),
        new("GET", "/system/df", call => DiskUsageEndpoint.SendAsync(engine, call)),
        new("GET", "/info", call => call.JsonAsync(Info(engine), ApiJson.Default.InfoResponse)),
    ];

    private static VersionResponse Version(WhelkEngine engine) => new()
    {
        Platform = new PlatformName("Whelk"),
        Version = ProductVersion.Text,
        ApiVersion = Http.ApiVersion.Current,
        MinAPIVersion = Http.ApiVersion.Minimum,
        GitCommit = string.Empty,
        GoVersion = string.Empty,
        Os = "linux",
        Arch = Architecture,
        KernelVersion = Kernel,
        BuildTime = string.Empty,
        Components =
        [
            new VersionComponent("Engine", ProductVersion.Text, new Dictionary<string, string>
            {
                ["ApiVersion"] = Http.ApiVersion.Current,
                ["MinAPIVersion"] = Http.ApiVersion.Minimum,
                ["Os"] = "linux",
                ["Arch"] = Architecture,
                ["KernelVersion"] = Kernel,
            }),
            .. engine.Runtimes.Usable.Select(runtime => new VersionComponent(runtime.Name, runtime.Version ?? string.Empty, new Dictionary<string, string>
            {
                ["Isolation"] = runtime.Isolation,
                ["Accelerator"] = runtime.Accelerator ?? "none",
            })),
        ],
    };

    private static InfoResponse Info(WhelkEngine engine)
    {
        var states = engine.Workloads.All.Select(workload => workload.State).ToList();
        return new InfoResponse
        {
            ID = engine.Paths.Hash,
            Containers = states.Count,
            ContainersRunning = states.Count(state => state is WorkloadState.Restarting or WorkloadState.Running { Paused: false }),
            ContainersPaused = states.Count(state => state is WorkloadState.Running { Paused: true }),
            ContainersStopped = states.Count(state => !state.IsAlive),
            Images = engine.Images.List().Count,
            Driver = "overlay2",
            Name = Environment.MachineName,
            OSType = "linux",
            Architecture = "x86_64",
            OperatingSystem = RuntimeInformation.OSDescription,
            KernelVersion = Kernel,
            NCPU = Environment.ProcessorCount,
            MemTotal = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes,
            DockerRootDir = engine.Options.Root,
            ServerVersion = ProductVersion.Text,
            DefaultRuntime = engine.Runtimes.Usable.FirstOrDefault()?.Name ?? string.Empty,
            CgroupVersion = Whelk.Linux.Cgroups.CgroupHost.Version == 2 ? "2" : "1",
            LoggingDriver = LogDriver.JsonFile,
            Plugins = new PluginList(["local"], ["bridge", "host", "null"], LogDriver.All),
            Isolation = engine.Options.DefaultIsolation,
        };
    }

    private static string Architecture => RuntimeInformation.OSArchitecture == System.Runtime.InteropServices.Architecture.X64 ? "amd64" : "unknown";

    private static string Kernel => File.ReadAllText("/proc/sys/kernel/osrelease").Trim();
}
