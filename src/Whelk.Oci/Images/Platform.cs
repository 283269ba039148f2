using System.Text.Json.Serialization;

namespace Whelk.Oci.Images;

/// <summary>For what an image was made (OCI image specification, image-index.md).</summary>
public sealed record Platform
{
    public required string Architecture { get; init; }

    public required string Os { get; init; }

    [JsonPropertyName("os.version")]
    public string? OsVersion { get; init; }

    public string? Variant { get; init; }
}
