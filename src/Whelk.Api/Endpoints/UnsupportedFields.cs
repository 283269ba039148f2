using Whelk.Api.Wire;
using Whelk.Engine.Logs;
using Whelk.Errors;

namespace Whelk.Api.Endpoints;

/// <summary>What a create request may ask for and this version does not carry out: refused by name instead of being passed over.</summary>
internal static class UnsupportedFields
{
    /// <exception cref="WhelkException">Unsupported, with every such field.</exception>
    internal static void Refuse(HostConfig host)
    {
        var refused = OfHost(host).Concat(OfHostResources(host)).Where(field => field.Asked).Select(field => $"HostConfig.{field.Field}").ToList();
        if (refused.Count > 0)
        {
            throw new WhelkException(ErrorCode.Unsupported, $"not supported by this version of whelk: {string.Join(", ", refused)}");
        }
    }

    private static IEnumerable<(string Field, bool Asked)> OfHost(HostConfig host) =>
    [
        ("VolumeDriver", Given(host.VolumeDriver) && host.VolumeDriver != "local"),
        ("StorageOpt", host.StorageOpt is { Count: > 0 }),
        ("LogConfig", host.LogConfig?.Type is { } driver && LogDriver.Remote.Contains(driver)),
    ];

    private static IEnumerable<(string Field, bool Asked)> OfHostResources(HostConfig host) =>
    [
        ("DeviceRequests", Given(host.DeviceRequests)),
    ];

    private static bool Given(string? word) => !string.IsNullOrEmpty(word);

    private static bool Given<T>(IReadOnlyList<T>? list) => list is { Count: > 0 };
}
