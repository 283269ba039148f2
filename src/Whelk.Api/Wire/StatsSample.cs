using System.Text.Json.Serialization;

namespace Whelk.Api.Wire;

/// <summary>A sample of GET /containers/{id}/stats.</summary>
internal sealed record StatsSample
{
    [JsonPropertyName("name")]
    public required string Name { get; init; }

    [JsonPropertyName("id")]
    public required string Id { get; init; }

    [JsonPropertyName("read")]
    public required string Read { get; init; }

    [JsonPropertyName("preread")]
    public required string PreRead { get; init; }

    [JsonPropertyName("num_procs")]
    public int ProcessorsOfWindows { get; init; }

    [JsonPropertyName("pids_stats")]
    public PidsStats Pids { get; init; } = new(null, null);

    [JsonPropertyName("blkio_stats")]
    public BlockStats Block { get; init; } = new();

    [JsonPropertyName("storage_stats")]
    public Empty StorageOfWindows { get; init; } = new();

    [JsonPropertyName("cpu_stats")]
    public CpuStats Cpu { get; init; } = new();

    [JsonPropertyName("precpu_stats")]
    public CpuStats PreCpu { get; init; } = new();

    [JsonPropertyName("memory_stats")]
    public MemoryStats Memory { get; init; } = new(null, null, null, null);

    [JsonPropertyName("networks")]
    public IReadOnlyDictionary<string, InterfaceStats>? Networks { get; init; }
}
