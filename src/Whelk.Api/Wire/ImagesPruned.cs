using System.Text.Json.Serialization;

namespace Whelk.Api.Wire;

/// <summary>POST /images/prune.</summary>
internal sealed record ImagesPruned([property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] IReadOnlyList<ImageDeleteEntry>? ImagesDeleted, long SpaceReclaimed);
