using Whelk.Engine.Events;
using Whelk.Errors;

namespace Whelk.Api.Endpoints;

/// <summary>Which events a client wants to hear of: for each filter at least one of its values must fit (moby, daemon/events/filter.go).</summary>
internal sealed class EventFilters
{
    // Those of things that Whelk has no events of let nothing through.
    private static readonly string[] Others = ["volume", "network", "daemon", "plugin", "node", "service", "secret", "config", "scope"];

    private readonly IReadOnlyDictionary<string, IReadOnlyList<string>> _filters;

    /// <exception cref="WhelkException">InvalidArgument: there is no such filter.</exception>
    internal EventFilters(IReadOnlyDictionary<string, IReadOnlyList<string>> filters)
    {
        _filters = filters;
        if (filters.Keys.FirstOrDefault(name => name is not ("type" or "event" or "container" or "image" or "label") && !Others.Contains(name)) is { } unknown)
        {
            throw new WhelkException(ErrorCode.InvalidArgument, $"invalid filter '{unknown}'");
        }
    }

    internal bool Let(EngineEvent happened) => _filters.All(filter => filter.Key == "label"
        ? filter.Value.All(value => HasLabel(happened, value))
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
        "scope" => value == "local",
        _ => false,
    };

    private static bool IsOf(EngineEvent happened, string value) =>
        happened.Id.StartsWith(value, StringComparison.Ordinal) || (happened.Attributes.TryGetValue("name", out var name) && SameImage(name, value.TrimStart('/')));

    private static bool SameImage(string name, string value) => name == value || name == $"{value}:latest" || value == $"{name}:latest";

    private static bool HasLabel(EngineEvent happened, string value) => value.Split('=', 2) is [var key, var text]
        ? happened.Attributes.TryGetValue(key, out var label) && label == text
        : happened.Attributes.ContainsKey(value);
}
