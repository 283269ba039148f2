using System.Text.Json;
using System.Text.Json.Serialization;

namespace Whelk.Api.Wire;

/// <summary>Docker's strslice: a list of texts, or one text alone. null within a list is the empty text, as Go reads it.</summary>
internal sealed class Words : JsonConverter<IReadOnlyList<string>>
{
    public override IReadOnlyList<string> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return [reader.GetString()!];
        }

        var words = new List<string>();
        for (Expect(reader.TokenType == JsonTokenType.StartArray); reader.Read() && reader.TokenType != JsonTokenType.EndArray;)
        {
            Expect(reader.TokenType is JsonTokenType.String or JsonTokenType.Null);
            words.Add(reader.GetString() ?? string.Empty);
        }

        return words;
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<string> value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (var word in value)
        {
            writer.WriteStringValue(word);
        }

        writer.WriteEndArray();
    }

    private static void Expect(bool expected)
    {
        if (!expected)
        {
            throw new JsonException("a text or a list of texts is expected");
        }
    }
}
