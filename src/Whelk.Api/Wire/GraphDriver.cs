using System.Text.Json.Serialization;

namespace Whelk.Api.Wire;

/// <summary>Where the layers of something lie.</summary>
/// <param name="Name">The driver.</param>
/// <param name="Data">Folders, by overlay's names for them; null where the host has none.</param>
internal sealed record GraphDriver(string Name, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] IReadOnlyDictionary<string, string>? Data);
