using System.Text.Json.Serialization;

namespace Whelk.Api.Wire;

/// <summary>POST /networks/prune.</summary>
internal sealed record NetworksPruned([property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] IReadOnlyList<string>? NetworksDeleted);
