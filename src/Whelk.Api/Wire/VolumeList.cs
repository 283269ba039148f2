using System.Text.Json.Serialization;

namespace Whelk.Api.Wire;

/// <summary>GET /volumes.</summary>
internal sealed record VolumeList(IReadOnlyList<VolumeDetails> Volumes, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] IReadOnlyList<string>? Warnings);
