using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Whelk.Errors;

namespace Whelk.Api.Http;

/// <summary>One request and the means to answer it.</summary>
internal sealed class ApiCall(HttpContext context, IReadOnlyList<string> values)
{
    private const int MaximumJson = 8 * 1024 * 1024;

    /// <summary>The values of the route's placeholders, in order.</summary>
    internal string this[int index] => values[index];

    internal QueryValues Query { get; } = new(context.Request.QueryString.Value ?? string.Empty);

    /// <summary>Ends when the client goes.</summary>
    internal CancellationToken Gone => context.RequestAborted;

    internal Stream Body => context.Request.Body;

    /// <summary>Lets a body of any length through.</summary>
    internal void AllowAnyLength()
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = null;
        }
    }

    /// <summary>The body as JSON.</summary>
    /// <exception cref="WhelkException">InvalidArgument: it is none.</exception>
    internal async Task<T> ReadAsync<T>(JsonTypeInfo<T> type)
    {
        if (context.Request.ContentLength > MaximumJson)
        {
            throw new WhelkException(ErrorCode.InvalidArgument, "request body too large");
        }

        try
        {
            if (context.Request.ContentLength is 0 || (context.Request.ContentLength is null && !context.Request.Headers.ContainsKey("Transfer-Encoding")))
            {
                throw new WhelkException(ErrorCode.InvalidArgument, "invalid JSON: got EOF while reading request body");
            }

            return await JsonSerializer.DeserializeAsync(context.Request.Body, type, Gone)
                ?? throw new WhelkException(ErrorCode.InvalidArgument, "invalid JSON: got EOF while reading request body");
        }
        catch (JsonException exception)
        {
            throw Unreadable(exception);
        }
    }

    /// <summary>The error for a body that is no JSON of the wanted kind.</summary>
    internal static WhelkException Unreadable(JsonException exception) =>
        new(ErrorCode.InvalidArgument, string.Create(CultureInfo.InvariantCulture, $"invalid JSON: {exception.Path ?? "$"} cannot be read (line {exception.LineNumber + 1 ?? 1}, byte {exception.BytePositionInLine + 1 ?? 1})"), exception);

    internal Task JsonAsync<T>(T body, JsonTypeInfo<T> type, int status = 200)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(body, type);
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = bytes.Length;
        return context.Response.Body.WriteAsync(bytes, CancellationToken.None).AsTask();
    }

    internal Task TextAsync(string text, bool withBody)
    {
        context.Response.ContentType = "text/plain; charset=utf-8";
        context.Response.Headers["Cache-Control"] = "no-cache, no-store, must-revalidate";
        context.Response.Headers["Pragma"] = "no-cache";
        context.Response.ContentLength = text.Length;
        return withBody ? context.Response.WriteAsync(text, CancellationToken.None) : Task.CompletedTask;
    }

    internal Task StatusAsync(int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }

    /// <summary>Sets a header of the answer.</summary>
    internal void SetHeader(string name, string value) => context.Response.Headers[name] = value;

    /// <summary>Sends the head now; what is written to the stream follows in chunks.</summary>
    internal async Task<Stream> StreamAsync(string contentType)
    {
        context.Response.ContentType = contentType;
        await context.Response.StartAsync(Gone);
        await context.Response.Body.FlushAsync(Gone);
        return context.Response.Body;
    }
}
