using System.Text.Json.Serialization;

namespace Whelk.Api.Wire;

/// <summary>A line of a progress stream, as `docker import` reads it.</summary>
internal sealed record StatusLine([property: JsonPropertyName("status")] string Status);
