using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Whelk.Cli.Client;

/// <summary>One request of the Engine API. <see cref="Target"/> is the path with its query, without the version.</summary>
internal sealed record EngineRequest(string Method, string Target)
{
    private const string Json = "application/json";

    /// <summary>A body that is in memory.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>A body that is sent in chunks while it is read; the caller owns it.</summary>
    public Stream? Upload { get; init; }

    public string? ContentType { get; init; }

    /// <summary>Whether the connection is to become a raw stream.</summary>
    public bool Upgrade { get; init; }

    public static EngineRequest Get(string target) => new("GET", target);

    public static EngineRequest Post(string target) => new("POST", target);

    public static EngineRequest Delete(string target) => new("DELETE", target);

    public static EngineRequest Post<T>(string target, T body, JsonTypeInfo<T> type) =>
        new("POST", target) { Body = JsonSerializer.SerializeToUtf8Bytes(body, type), ContentType = Json };

    /// <summary>The request's head as it goes over the wire.</summary>
    internal string Head()
    {
        // Paths of our own (/whelk/…) carry no version of Docker's API.
        var prefix = Target.StartsWith("/whelk/", StringComparison.Ordinal) ? "" : "/v1.45";
        var head = new StringBuilder(256)
            .Append(Method).Append(' ').Append(prefix).Append(Target).Append(" HTTP/1.1\r\nHost: whelk\r\n");
        if (ContentType is not null)
        {
            head.Append("Content-Type: ").Append(ContentType).Append("\r\n");
        }

        if (Upgrade)
        {
            head.Append("Connection: Upgrade\r\nUpgrade: tcp\r\n");
        }

        if (Upload is not null)
        {
            head.Append("Transfer-Encoding: chunked\r\n");
        }
        else if (Method is "POST")
        {
            head.Append("Content-Length: ").Append(Body.Length).Append("\r\n");
        }

        return head.Append("\r\n").ToString();
    }
}
