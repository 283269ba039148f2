using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Whelk.Api.Http;

/// <summary>An object of a stream, with the newline that Go's encoder ends it with, in one piece: clients take a chunk of the body for one object.</summary>
internal static class JsonLine
{
    internal static async Task WriteAsync<T>(Stream body, T value, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        await body.WriteAsync(Of(value, type), cancellationToken);
        await body.FlushAsync(cancellationToken);
    }

    private static byte[] Of<T>(T value, JsonTypeInfo<T> type) => [.. JsonSerializer.SerializeToUtf8Bytes(value, type), (byte)'\n'];
}
