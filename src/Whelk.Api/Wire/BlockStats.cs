using System.Text.Json.Serialization;

namespace Whelk.Api.Wire;

/// <summary>What current kernels count is the bytes; the others are there for clients that look for them.</summary>
internal sealed record BlockStats
{
    [JsonPropertyName("io_service_bytes_recursive")]
    public IReadOnlyList<BlockStatEntry> Bytes { get; init; } = [];

    [JsonPropertyName("io_serviced_recursive")]
    public IReadOnlyList<BlockStatEntry> Operations { get; init; } = [];

    [JsonPropertyName("io_queue_recursive")]
    public IReadOnlyList<BlockStatEntry> Queue { get; init; } = [];

    [JsonPropertyName("io_service_time_recursive")]
    public IReadOnlyList<BlockStatEntry> ServiceTime { get; init; } = [];

    [JsonPropertyName("io_wait_time_recursive")]
    public IReadOnlyList<BlockStatEntry> WaitTime { get; init; } = [];

    [JsonPropertyName("io_merged_recursive")]
    public IReadOnlyList<BlockStatEntry> Merged { get; init; } = [];

    [JsonPropertyName("io_time_recursive")]
    public IReadOnlyList<BlockStatEntry> Time { get; init; } = [];

    [JsonPropertyName("sectors_recursive")]
    public IReadOnlyList<BlockStatEntry> Sectors { get; init; } = [];
}
