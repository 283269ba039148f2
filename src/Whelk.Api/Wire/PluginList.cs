using System.Text.Json.Serialization;

namespace Whelk.Api.Wire;

/// <summary>The drivers there are, by kind.</summary>
internal sealed record PluginList(IReadOnlyList<string> Volume, IReadOnlyList<string> Network, IReadOnlyList<string> Log)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public IReadOnlyList<string>? Authorization { get; init; }
}
