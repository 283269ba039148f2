using System.Text.Json.Serialization;

namespace Whelk.Api.Wire;

internal sealed record MountVolumeOptions
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool NoCopy { get; init; }

    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    public VolumeDriverConfig? DriverConfig { get; init; }

    public string? Subpath { get; init; }
}
