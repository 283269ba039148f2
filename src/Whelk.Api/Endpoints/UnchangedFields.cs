using System.Text.Json;
using Whelk.Api.Wire;
using Whelk.Errors;

namespace Whelk.Api.Endpoints;

/// <summary>What an update request may name and no update changes, Docker's neither (moby, container/container_unix.go, UpdateContainer). Docker says nothing of it.</summary>
internal static class UnchangedFields
{
    private static readonly string[] Names =
    [
        "BlkioDeviceReadBps", "BlkioDeviceReadIOps", "BlkioDeviceWriteBps", "BlkioDeviceWriteIOps", "BlkioWeightDevice", "CgroupParent", "CpuCount", "CpuPercent", "DeviceCgroupRules", "DeviceRequests",
        "Devices", "KernelMemory", "KernelMemoryTCP", "MemorySwappiness", "OomKillDisable", "Ulimits",
    ];

    private static readonly string[] Bandwidths = ["IOMaximumBandwidth", "IOMaximumIOps"];

    /// <returns>A line for each such field that asks for something.</returns>
    /// <exception cref="WhelkException">InvalidArgument, in Docker's words: limits that Linux has not.</exception>
    internal static IReadOnlyList<string> Warnings(UpdateRequest request)
    {
        var asked = (request.Others ?? new Dictionary<string, JsonElement>()).Where(field => Asks(field.Value)).Select(field => field.Key).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return asked.Overlaps(Bandwidths)
            ? throw new WhelkException(ErrorCode.InvalidArgument, "Invalid QoS settings: linux does not support Maximum IO Bandwidth or Maximum IO IOps")
            : [.. Names.Where(asked.Contains).Select(name => $"{name} is not changed by an update. {name} discarded.")];
    }

    // Docker's clients send every field.
    private static bool Asks(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.False or JsonValueKind.Undefined => false,
        JsonValueKind.Array => value.GetArrayLength() > 0,
        JsonValueKind.String => !value.ValueEquals(string.Empty),
        JsonValueKind.Number => !value.TryGetDouble(out var number) || number != 0,
        _ => true,
    };
}
