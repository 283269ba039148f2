using System.Text.Json;
using System.Text.Json.Nodes;

namespace Whelk.Cli.Templates;

/// <summary>How Go's templates show values, and which they take for true.</summary>
internal static class GoText
{
    public static string Of(JsonNode? value) => value switch
    {
        null => "<no value>",
        JsonArray array => $"[{string.Join(' ', array.Select(Of))}]",
        JsonObject map => $"map[{string.Join(' ', map.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}:{Of(pair.Value)}"))}]",
        _ when value.GetValueKind() == JsonValueKind.String => value.GetValue<string>(),
        _ => value.ToJsonString(),
    };

    public static bool IsTrue(JsonNode? value) => value switch
    {
        null => false,
        JsonArray array => array.Count > 0,
        JsonObject map => map.Count > 0,
        _ => value.GetValueKind() switch
        {
            JsonValueKind.True => true,
            JsonValueKind.String => value.GetValue<string>().Length > 0,
            JsonValueKind.Number => Of(value) != "0",
            _ => false,
        },
    };
}
