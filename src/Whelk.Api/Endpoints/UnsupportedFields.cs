using System.Text.Json;
using Whelk.Api.Wire;
using Whelk.Errors;

namespace Whelk.Api.Endpoints;

/// <summary>What a create request may ask for and this version does not carry out: refused by name instead of being passed over.</summary>
internal static class UnsupportedFields
{
    /// <exception cref="WhelkException">Unsupported, with every such field.</exception>
    internal static void Refuse(ContainerCreateRequest request, HostConfig host)
    {
        var refused = OfContainer(request)
            .Concat(OfNetworks(request.NetworkingConfig?.EndpointsConfig, host.NetworkMode))
            .Concat(OfHost(host).Concat(OfHostResources(host)).Select(field => ($"HostConfig.{field.Field}", field.Asked)))
            .Where(field => field.Asked).Select(field => field.Item1).ToList();
        if (refused.Count > 0)
        {
            throw new WhelkException(ErrorCode.Unsupported, $"not supported by this version of whelk: {string.Join(", ", refused)}");
        }
    }

    private static IEnumerable<(string Field, bool Asked)> OfContainer(ContainerCreateRequest request) =>
    [
        ("NetworkDisabled", request.NetworkDisabled),
        ("MacAddress", Given(request.MacAddress)),
    ];

    private static IEnumerable<(string Field, bool Asked)> OfNetworks(IReadOnlyDictionary<string, EndpointRequest?>? networks, string? mode) =>
        (networks ?? new Dictionary<string, EndpointRequest?>()).SelectMany(network => OfNetwork($"NetworkingConfig.EndpointsConfig.{network.Key}", network.Value, network.Key == mode
            || network.Key is "default" or "bridge"));

    private static IEnumerable<(string Field, bool Asked)> OfNetwork(string field, EndpointRequest? asked, bool known) =>
    [
        (field, !known),
        ($"{field}.IPAMConfig", known && asked?.IPAMConfig is { } addresses && addresses.Values.Any(Given)),
        ($"{field}.Links", known && Given(asked?.Links)),
        ($"{field}.MacAddress", known && Given(asked?.MacAddress)),
        ($"{field}.DriverOpts", known && asked?.DriverOpts is { Count: > 0 }),
    ];

    private static IEnumerable<(string Field, bool Asked)> OfHost(HostConfig host) =>
    [
        ("VolumeDriver", Given(host.VolumeDriver) && host.VolumeDriver != "local"),
        ("Links", Given(host.Links)),
        ("IpcMode", Given(host.IpcMode) && host.IpcMode != "private"),
        ("PidMode", Given(host.PidMode)),
        ("UTSMode", Given(host.UTSMode)),
        ("UsernsMode", Given(host.UsernsMode) && host.UsernsMode != "host"),
        ("CgroupnsMode", Given(host.CgroupnsMode)),
        ("CgroupParent", Given(host.CgroupParent)),
        ("Privileged", host.Privileged),
        ("MaskedPaths", host.MaskedPaths is not null),
        ("ReadonlyPaths", host.ReadonlyPaths is not null),
        ("StorageOpt", host.StorageOpt is { Count: > 0 }),
        ("Init", host.Init is true),
        ("LogConfig", Given(host.LogConfig?.Type) && host.LogConfig!.Type != "json-file"),
    ];

    private static IEnumerable<(string Field, bool Asked)> OfHostResources(HostConfig host) =>
    [
        ("Devices", Given(host.Devices)),
        ("DeviceRequests", Given(host.DeviceRequests)),
        ("DeviceCgroupRules", Given(host.DeviceCgroupRules)),
        ("OomScoreAdj", host.OomScoreAdj != 0),
        ("OomKillDisable", host.OomKillDisable is true),
        ("MemorySwappiness", host.MemorySwappiness is not (null or -1)),
        ("CpuRealtimePeriod", host.CpuRealtimePeriod != 0),
        ("CpuRealtimeRuntime", host.CpuRealtimeRuntime != 0),
        ("BlkioWeight", host.BlkioWeight != 0),
        ("BlkioWeightDevice", Given(host.BlkioWeightDevice)),
        ("BlkioDeviceReadBps", Given(host.BlkioDeviceReadBps)),
        ("BlkioDeviceWriteBps", Given(host.BlkioDeviceWriteBps)),
        ("BlkioDeviceReadIOps", Given(host.BlkioDeviceReadIOps)),
        ("BlkioDeviceWriteIOps", Given(host.BlkioDeviceWriteIOps)),
    ];

    private static bool Given(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString() is { Length: > 0 },
        JsonValueKind.Array => value.GetArrayLength() > 0,
        JsonValueKind.Null or JsonValueKind.Undefined => false,
        _ => true,
    };

    private static bool Given(string? word) => !string.IsNullOrEmpty(word);

    private static bool Given<T>(IReadOnlyList<T>? list) => list is { Count: > 0 };
}
