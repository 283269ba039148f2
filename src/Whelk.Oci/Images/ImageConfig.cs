using System.Text.Json.Serialization;

namespace Whelk.Oci.Images;

/// <summary>What an image is and how it is run by default (OCI image specification, config.md). Its bytes' digest is the image's id.</summary>
public sealed record ImageConfig
{
    public DateTimeOffset? Created { get; init; }

    public string? Author { get; init; }

    public string? Comment { get; init; }

    public required string Architecture { get; init; }

    public required string Os { get; init; }

    [JsonPropertyName("os.version")]
    public string? OsVersion { get; init; }

    public string? Variant { get; init; }

    [JsonPropertyName("docker_version")]
    public string? DockerVersion { get; init; }

    public ImageProcessConfig? Config { get; init; }

    public required ImageRootFs Rootfs { get; init; }

    public IReadOnlyList<ImageHistory>? History { get; init; }
}
