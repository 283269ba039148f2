namespace Whelk.Engine.Events;

/// <summary>Something that happened to a workload, an image, a network or a volume, in Docker's words (moby, api/types/events).</summary>
/// <param name="Type">"container", "image", "network" or "volume".</param>
/// <param name="Action">"create", "start", "die", …</param>
/// <param name="Id">Whom it happened to.</param>
/// <param name="Attributes">Its name, its image, its labels, and what belongs to the action.</param>
/// <param name="At">When.</param>
public sealed record EngineEvent(string Type, string Action, string Id, IReadOnlyDictionary<string, string> Attributes, DateTimeOffset At)
{
    /// <summary><see cref="Type"/> of a workload's events.</summary>
    public const string Container = "container";

    /// <summary><see cref="Type"/> of an image's events.</summary>
    public const string Image = "image";

    /// <summary><see cref="Type"/> of a network's events.</summary>
    public const string Network = "network";

    /// <summary><see cref="Type"/> of a volume's events.</summary>
    public const string Volume = "volume";
}
