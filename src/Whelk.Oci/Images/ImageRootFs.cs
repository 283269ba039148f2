using System.Text.Json.Serialization;

namespace Whelk.Oci.Images;

/// <summary>The layers of an image, by the digest of each one's uncompressed archive.</summary>
public sealed record ImageRootFs
{
    public string Type { get; init; } = "layers";

    /// <summary>The lowest first.</summary>
    [JsonPropertyName("diff_ids")]
    public required IReadOnlyList<string> DiffIds { get; init; }
}
