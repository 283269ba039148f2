using System.Globalization;
using System.Text.Json;
using Whelk.Errors;

namespace Whelk.Api.Http;

/// <summary>A request's query, read as Docker reads it.</summary>
internal sealed class QueryValues
{
    private readonly List<KeyValuePair<string, string>> _values = [];

    /// <param name="target">A request's target, or a query with its question mark.</param>
    internal QueryValues(string target)
    {
        var mark = target.IndexOf('?', StringComparison.Ordinal);
        foreach (var pair in mark < 0 ? [] : target[(mark + 1)..].Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = pair.Split('=', 2);
            _values.Add(new(Decode(parts[0]), parts.Length == 2 ? Decode(parts[1]) : string.Empty));
        }
    }

    internal string? this[string name] => _values.FirstOrDefault(pair => pair.Key == name).Value;

    internal IReadOnlyList<string> All(string name) => [.. _values.Where(pair => pair.Key == name).Select(pair => pair.Value)];

    /// <summary>True but for absent, empty, 0, no, false and none (moby, api/server/httputils/form.go).</summary>
    internal bool Flag(string name) => this[name]?.Trim().ToLowerInvariant() is not (null or "" or "0" or "no" or "false" or "none");

    /// <exception cref="WhelkException">InvalidArgument: not a number.</exception>
    internal int? Number(string name) => this[name] is not { Length: > 0 } text ? null
        : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number
        : throw new WhelkException(ErrorCode.InvalidArgument, $"strconv.Atoi: parsing \"{text}\": invalid syntax");

    /// <summary>The filters parameter in both of its shapes: lists of values, or sets.</summary>
    /// <exception cref="WhelkException">InvalidArgument: not JSON.</exception>
    internal IReadOnlyDictionary<string, IReadOnlyList<string>> Filters()
    {
        if (this["filters"] is not { Length: > 0 } json)
        {
            return new Dictionary<string, IReadOnlyList<string>>();
        }

        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.EnumerateObject().ToDictionary(filter => filter.Name, filter => ValuesOf(filter.Value));
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or ArgumentException)
        {
            throw new WhelkException(ErrorCode.InvalidArgument, "invalid filter", exception);
        }
    }

    /// <summary>The same, where every name must be one of those known.</summary>
    /// <exception cref="WhelkException">InvalidArgument in Docker's words: one is not.</exception>
    internal IReadOnlyDictionary<string, IReadOnlyList<string>> Filters(params IReadOnlyList<string> known)
    {
        var filters = Filters();
        return filters.Keys.FirstOrDefault(name => !known.Contains(name)) is { } unknown
            ? throw new WhelkException(ErrorCode.InvalidArgument, $"invalid filter '{unknown}'")
            : filters;
    }

    private static IReadOnlyList<string> ValuesOf(JsonElement filter) => filter.ValueKind == JsonValueKind.Array
        ? [.. filter.EnumerateArray().Select(value => value.GetString() ?? throw new JsonException("A filter's value is text."))]
        : [.. filter.EnumerateObject().Select(value => value.Name)];

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
