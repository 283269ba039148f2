using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Whelk.Cli.Output;

/// <summary>JSON as text for people and scripts: nothing escaped that JSON does not ask for.</summary>
internal static class JsonText
{
    private static readonly JsonWriterOptions CompactOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly JsonWriterOptions IndentedOptions = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Indented = true,
        IndentSize = 4,
    };

    /// <summary>In one line.</summary>
    public static string Compact(JsonNode? node) => Write(node, CompactOptions);

    /// <summary>Over many lines, four blanks deep.</summary>
    public static string Indented(JsonNode? node) => Write(node, IndentedOptions);

    private static string Write(JsonNode? node, JsonWriterOptions options)
    {
        if (node is null)
        {
            return "null";
        }

        using var memory = new MemoryStream();
        using (var writer = new Utf8JsonWriter(memory, options))
        {
            node.WriteTo(writer);
        }

        return System.Text.Encoding.UTF8.GetString(memory.ToArray());
    }
}
