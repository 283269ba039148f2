using System.Text.Json.Serialization;

namespace Whelk.Api.Wire;

internal sealed record CpuStats
{
    [JsonPropertyName("cpu_usage")]
    public CpuUsage Usage { get; init; } = new(0, 0, 0, null);

    /// <summary>Nanoseconds of all processors of the host; absent where nothing was measured.</summary>
    [JsonPropertyName("system_cpu_usage")]
    public long? HostUsage { get; init; }

    [JsonPropertyName("online_cpus")]
    public int? Processors { get; init; }

    [JsonPropertyName("throttling_data")]
    public ThrottlingData Throttling { get; init; } = new(0, 0, 0);
}
