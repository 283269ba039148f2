using System.Text.Json.Serialization;

namespace Whelk.Api.Wire;

internal sealed record BlockStats([property: JsonPropertyName("io_service_bytes_recursive")] IReadOnlyList<BlockStatEntry> Bytes);
