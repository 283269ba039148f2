using System.Text.Json.Serialization;

namespace Whelk.Api.Wire;

/// <summary>That there is no swarm.</summary>
internal sealed record SwarmState
{
    public string NodeID { get; init; } = string.Empty;

    public string NodeAddr { get; init; } = string.Empty;

    public string LocalNodeState { get; init; } = "inactive";

    public bool ControlAvailable { get; init; }

    public string Error { get; init; } = string.Empty;

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public IReadOnlyList<string>? RemoteManagers { get; init; }
}
