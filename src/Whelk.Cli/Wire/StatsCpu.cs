using System.Text.Json.Serialization;

namespace Whelk.Cli.Wire;

/// <summary>Nanoseconds so far: of the workload, and of all processors of the host.</summary>
internal sealed record StatsCpu
{
    [JsonPropertyName("cpu_usage")]
    public StatsCpuUsage? Usage { get; init; }

    [JsonPropertyName("system_cpu_usage")]
    public long HostUsage { get; init; }

    [JsonPropertyName("online_cpus")]
    public int Processors { get; init; }
}
