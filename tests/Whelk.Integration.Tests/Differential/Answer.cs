using System.Text.Json;

namespace Whelk.Integration.Tests.Differential;

/// <summary>What an engine answered.</summary>
/// <param name="Status">The status code.</param>
/// <param name="ContentType">The media type, without parameters; empty without one.</param>
/// <param name="Text">The body.</param>
internal sealed record Answer(int Status, string ContentType, string Text)
{
    /// <summary>What an error says.</summary>
    internal string? Message => Status >= 400 && Json() is { ValueKind: JsonValueKind.Object } json && json.TryGetProperty("message", out var message) ? message.GetString() : null;

    /// <summary>The body as JSON: one document, or an array of the documents that a stream held; null where it is none.</summary>
    internal JsonElement? Json()
    {
        if (ContentType != "application/json" || Text.Length == 0)
        {
            return null;
        }

        try
        {
            return JsonDocument.Parse(Text).RootElement;
        }
        catch (JsonException)
        {
            var lines = Text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            return JsonDocument.Parse($"[{string.Join(',', lines)}]").RootElement;
        }
    }
}
