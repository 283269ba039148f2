using System.Text;

namespace Whelk.Cli.Tests.Support;

/// <summary>What a fake engine says.</summary>
/// <param name="Bytes">The head, and what follows it at once.</param>
internal sealed record FakeAnswer(byte[] Bytes)
{
    /// <summary>For a raw stream: what is done with it before it is closed.</summary>
    internal Action<Stream>? Stream { get; init; }

    internal static FakeAnswer Json(string body, int status = 200) => Text($"HTTP/1.1 {status} X\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");

    internal static FakeAnswer Empty(int status = 204) => Text($"HTTP/1.1 {status} X\r\n\r\n");

    internal static FakeAnswer Error(int status, string message) => Json($"{{\"message\":{System.Text.Json.JsonSerializer.Serialize(message)}}}", status);

    internal static FakeAnswer Text(string text) => new(Encoding.UTF8.GetBytes(text));

    /// <summary>A connection that becomes a raw stream.</summary>
    internal static FakeAnswer Hijacked(Action<Stream> stream) => Text("HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n") with { Stream = stream };
}
