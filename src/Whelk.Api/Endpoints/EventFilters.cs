using Whelk.Engine.Events;

namespace Whelk.Api.Endpoints;

/// <summary>Which events a client wants to hear of: for each filter at least one of its values must fit (moby, daemon/events/filter.go).</summary>
internal sealed class EventFilters(IReadOnlyDictionary<string, IReadOnlyList<string>> filters)
{
    /// <summary>Those of things that Whelk has no events of let nothing through.</summary>
    internal static readonly IReadOnlyList<string> Known = ["type", "event", "container", "image", "label", "volume", "network", "daemon", "plugin", "node", "service", "secret", "config", "scope"];

    internal bool Let(EngineEvent happened) => filters.All(filter => filter.Key == "label"
        ? filter.Value.All(value => LabelFilter.Fits(happened.Attributes, value))
        : filter.Value.Any(value => Fits(happened, filter.Key, value)));

    private static bool Fits(EngineEvent happened, string filter, string value) => filter switch
    {
        "type" => happened.Type == value,

        // "exec_start" means every exec_start: COMMAND.
        "event" => happened.Action == value || happened.Action.StartsWith($"{value}:", StringComparison.Ordinal),
        "container" => happened.Type == EngineEvent.Container && IsOf(happened, value),
        "image" => happened.Type == EngineEvent.Image
            ? IsOf(happened, value)
            : happened.Attributes.TryGetValue("image", out var image) && SameImage(image, value),
        "network" => happened.Type == EngineEvent.Network && IsOf(happened, value),
        "volume" => happened.Type == EngineEvent.Volume && IsOf(happened, value),
        "scope" => value == "local",
        _ => false,
    };

    private static bool IsOf(EngineEvent happened, string value) =>
        happened.Id.StartsWith(value, StringComparison.Ordinal) || (happened.Attributes.TryGetValue("name", out var name) && SameImage(name, value.TrimStart('/')));

    private static bool SameImage(string name, string value) => name == value || name == $"{value}:latest" || value == $"{name}:latest";
}
