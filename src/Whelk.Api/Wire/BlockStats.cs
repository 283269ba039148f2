using System.Text.Json.Serialization;

namespace Whelk.Api.Wire;

/// <summary>What current kernels count is the bytes; the others are empty, and all are null where nothing runs.</summary>
internal sealed record BlockStats
{
    [JsonPropertyName("io_service_bytes_recursive")]
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public IReadOnlyList<BlockStatEntry>? Bytes { get; init; }

    [JsonPropertyName("io_serviced_recursive")]
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public IReadOnlyList<BlockStatEntry>? Operations { get; init; }

    [JsonPropertyName("io_queue_recursive")]
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public IReadOnlyList<BlockStatEntry>? Queue { get; init; }

    [JsonPropertyName("io_service_time_recursive")]
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public IReadOnlyList<BlockStatEntry>? ServiceTime { get; init; }

    [JsonPropertyName("io_wait_time_recursive")]
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public IReadOnlyList<BlockStatEntry>? WaitTime { get; init; }

    [JsonPropertyName("io_merged_recursive")]
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public IReadOnlyList<BlockStatEntry>? Merged { get; init; }

    [JsonPropertyName("io_time_recursive")]
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public IReadOnlyList<BlockStatEntry>? Time { get; init; }

    [JsonPropertyName("sectors_recursive")]
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public IReadOnlyList<BlockStatEntry>? Sectors { get; init; }

    /// <summary>Of a workload that runs.</summary>
    internal static BlockStats Of(IReadOnlyList<BlockStatEntry> bytes) =>
        new() { Bytes = bytes, Operations = [], Queue = [], ServiceTime = [], WaitTime = [], Merged = [], Time = [], Sectors = [] };
}
