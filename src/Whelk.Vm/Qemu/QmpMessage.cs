using System.Text.Json;
using System.Text.Json.Serialization;

namespace Whelk.Vm.Qemu;

/// <summary>A line from QEMU's monitor: a greeting, a return, an error or an event.</summary>
internal sealed record QmpMessage
{
    public JsonElement? Return { get; init; }

    public JsonElement? Error { get; init; }

    public string? Event { get; init; }

    /// <summary>Of an event.</summary>
    public JsonElement? Data { get; init; }

    /// <summary>Of the command that is answered.</summary>
    public long? Id { get; init; }

    [JsonPropertyName("QMP")]
    public JsonElement? Greeting { get; init; }

    /// <summary>A text of an object; null where it is no object, or has no such text.</summary>
    internal static string? TextOf(JsonElement? element, string name) =>
        element is { ValueKind: JsonValueKind.Object } value && value.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;
}
