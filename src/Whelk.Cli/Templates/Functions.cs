using System.Globalization;
using System.Text.Json.Nodes;
using Whelk.Cli.Output;

namespace Whelk.Cli.Templates;

/// <summary>The functions that templates may call, with the meaning they have in Go and in Docker.</summary>
internal static class Functions
{
    private static readonly Dictionary<string, Func<JsonNode?[], JsonNode?>> All = new(StringComparer.Ordinal)
    {
        ["json"] = arguments => JsonValue.Create(JsonText.Compact(arguments[0])),
        ["index"] = arguments => arguments.Skip(1).Aggregate(arguments[0], Index),
        ["len"] = arguments => JsonValue.Create(Length(arguments[0])),
        ["upper"] = arguments => JsonValue.Create(GoText.Of(arguments[0]).ToUpperInvariant()),
        ["lower"] = arguments => JsonValue.Create(GoText.Of(arguments[0]).ToLowerInvariant()),
        ["join"] = arguments => JsonValue.Create(string.Join(GoText.Of(arguments[1]), (arguments[0] as JsonArray ?? []).Select(GoText.Of))),
        ["split"] = arguments => new JsonArray([.. GoText.Of(arguments[0]).Split(GoText.Of(arguments[1])).Select(part => JsonValue.Create(part))]),
        ["println"] = arguments => JsonValue.Create($"{string.Join(' ', arguments.Select(GoText.Of))}\n"),
        ["print"] = arguments => JsonValue.Create(string.Concat(arguments.Select(GoText.Of))),
        ["not"] = arguments => JsonValue.Create(!GoText.IsTrue(arguments[0])),
        ["and"] = arguments => arguments.FirstOrDefault(value => !GoText.IsTrue(value)) ?? arguments[^1],
        ["or"] = arguments => arguments.FirstOrDefault(GoText.IsTrue) ?? arguments[^1],
        ["eq"] = arguments => JsonValue.Create(arguments.Skip(1).Any(other => GoText.Of(other) == GoText.Of(arguments[0]))),
        ["ne"] = arguments => JsonValue.Create(GoText.Of(arguments[0]) != GoText.Of(arguments[1])),
        ["truncate"] = arguments => JsonValue.Create(Truncate(GoText.Of(arguments[0]), Number(arguments[1]))),
    };

    private static readonly HashSet<string> TakingTwo = new(StringComparer.Ordinal) { "index", "join", "split", "eq", "ne", "truncate" };

    public static bool Knows(string name) => All.ContainsKey(name);

    public static JsonNode? Call(string name, JsonNode?[] arguments) => arguments.Length >= (TakingTwo.Contains(name) ? 2 : 1)
        ? All[name](arguments)
        : throw Template.Failure($"wrong number of args for {name}: got {arguments.Length}");

    private static JsonNode? Index(JsonNode? of, JsonNode? key) => of switch
    {
        JsonObject map => map.TryGetPropertyValue(GoText.Of(key), out var value) ? value : null,
        JsonArray array => Number(key) is var index && index >= 0 && index < array.Count
            ? array[index]
            : throw Template.Failure($"error calling index: index out of range: {GoText.Of(key)}"),
        null => throw Template.Failure("error calling index: index of untyped nil"),
        _ => throw Template.Failure($"error calling index: can't index {GoText.Of(of)}"),
    };

    private static int Length(JsonNode? of) => of switch
    {
        JsonObject map => map.Count,
        JsonArray array => array.Count,
        null => 0,
        _ => GoText.Of(of).Length,
    };

    private static int Number(JsonNode? value) =>
        int.TryParse(GoText.Of(value), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Template.Failure($"\"{GoText.Of(value)}\" is no number");

    private static string Truncate(string text, int length) => text.Length <= length ? text : text[..Math.Max(0, length)];
}
