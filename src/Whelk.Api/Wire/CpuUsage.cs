using System.Text.Json.Serialization;

namespace Whelk.Api.Wire;

/// <summary>Nanoseconds.</summary>
internal sealed record CpuUsage(
    [property: JsonPropertyName("total_usage")] long Total,
    [property: JsonPropertyName("usage_in_kernelmode")] long InKernel,
    [property: JsonPropertyName("usage_in_usermode")] long InUser,
    [property: JsonPropertyName("percpu_usage")] IReadOnlyList<long>? PerProcessor);
