using System.Text.Json.Serialization;

namespace Whelk.Oci.Images;

/// <summary>How one layer came to be.</summary>
public sealed record ImageHistory
{
    public DateTimeOffset? Created { get; init; }

    [JsonPropertyName("created_by")]
    public string? CreatedBy { get; init; }

    public string? Author { get; init; }

    public string? Comment { get; init; }

    /// <summary>True where the step changed no file and so has no layer.</summary>
    [JsonPropertyName("empty_layer")]
    public bool? EmptyLayer { get; init; }
}
