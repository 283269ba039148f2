using System.Runtime.InteropServices;
using Whelk.Api.Http;
using Whelk.Api.Registries;
using Whelk.Api.Wire;
using Whelk.Engine;

namespace Whelk.Api.Endpoints;

/// <summary>ping, version, info, events.</summary>
internal static class SystemEndpoints
{
    internal static IReadOnlyList<ApiRoute> Routes(WhelkEngine engine) =>
    [
        new("GET", "/_ping", call => call.TextAsync("OK", withBody: true)),
        new("HEAD", "/_ping", call => call.TextAsync("OK", withBody: false)),
        new("GET", "/version", call => call.JsonAsync(Version(engine), ApiJson.Default.VersionResponse)),
        new("GET", "/plugins", call => call.JsonAsync([], ApiJson.Default.IReadOnlyListString)),
        new("GET", "/events", call => EventEndpoint.SendAsync(engine, call)),
        new("POST", "/auth", RegistryLogin.SendAsync),
        new("GET", "/system/df", call => DiskUsageEndpoint.SendAsync(engine, call)),
        new("GET", "/info", call => call.JsonAsync(HostInformation.Of(engine), ApiJson.Default.InfoResponse)),
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
        KernelVersion = HostInformation.Kernel,
        BuildTime = string.Empty,
        Components =
        [
            new VersionComponent("Engine", ProductVersion.Text, new Dictionary<string, string>
            {
                ["ApiVersion"] = Http.ApiVersion.Current,
                ["MinAPIVersion"] = Http.ApiVersion.Minimum,
                ["Os"] = "linux",
                ["Arch"] = Architecture,
                ["KernelVersion"] = HostInformation.Kernel,
                ["GitCommit"] = string.Empty,
                ["GoVersion"] = string.Empty,
                ["BuildTime"] = string.Empty,
                ["Experimental"] = "false",
            }),
            .. engine.Runtimes.Usable.Select(runtime => new VersionComponent(runtime.Name, runtime.Version ?? string.Empty, new Dictionary<string, string>
            {
                ["GitCommit"] = string.Empty,
                ["Isolation"] = runtime.Isolation,
                ["Accelerator"] = runtime.Accelerator ?? "none",
            })),
        ],
    };

    private static string Architecture => RuntimeInformation.OSArchitecture == System.Runtime.InteropServices.Architecture.X64 ? "amd64" : "unknown";
}
