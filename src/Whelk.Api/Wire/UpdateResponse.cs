using System.Text.Json.Serialization;

namespace Whelk.Api.Wire;

/// <summary>POST /containers/{id}/update.</summary>
internal sealed record UpdateResponse([property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] IReadOnlyList<string>? Warnings);
