using System.Text.Json.Serialization;

namespace Whelk.Api.Wire;

/// <summary>POST /containers/prune.</summary>
internal sealed record ContainersPruned([property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] IReadOnlyList<string>? ContainersDeleted, long SpaceReclaimed);
