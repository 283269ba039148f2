namespace Whelk.Api.Endpoints;

/// <summary>The filter "label" of every list: KEY, or KEY=VALUE.</summary>
internal static class LabelFilter
{
    internal static bool Fits(IReadOnlyDictionary<string, string> labels, string wanted) => wanted.Split('=', 2) is [var key, var text]
        ? labels.TryGetValue(key, out var label) && label == text
        : labels.ContainsKey(wanted);

    /// <summary>The filters "label", of which every value must fit, and "label!", of which none may.</summary>
    internal static bool Lets(IReadOnlyDictionary<string, string> labels, IReadOnlyDictionary<string, IReadOnlyList<string>> filters) =>
        filters.GetValueOrDefault("label", []).All(wanted => Fits(labels, wanted)) && !filters.GetValueOrDefault("label!", []).Any(wanted => Fits(labels, wanted));
}
