using System.Text.Json.Serialization;

namespace Whelk.Oci.Images;

/// <summary>Docker's HEALTHCHECK. Durations are nanoseconds; zero or absent means "inherit".</summary>
public sealed record ImageHealthcheck
{
    /// <summary>["NONE"], ["CMD", args…] or ["CMD-SHELL", command].</summary>
    [JsonPropertyName("Test")]
    public IReadOnlyList<string>? Test { get; init; }

    [JsonPropertyName("Interval")]
    public long? Interval { get; init; }

    [JsonPropertyName("Timeout")]
    public long? Timeout { get; init; }

    [JsonPropertyName("StartPeriod")]
    public long? StartPeriod { get; init; }

    [JsonPropertyName("StartInterval")]
    public long? StartInterval { get; init; }

    [JsonPropertyName("Retries")]
    public int? Retries { get; init; }
}
