using System.IO.Pipelines;
using System.Security.Cryptography;
using System.Text;

namespace Whelk.Api.Hijacking;

/// <summary>The opening of a websocket. RFC 6455, 4.2.</summary>
internal static class WebSocketHandshake
{
    private const string Guid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private const string KeyHeader = "Sec-WebSocket-Key";

    internal static bool IsAskedFor(RequestHead head) =>
        head.Headers.TryGetValue("Upgrade", out var upgrade) && upgrade.Equals("websocket", StringComparison.OrdinalIgnoreCase) && head.Headers.ContainsKey(KeyHeader);

    /// <summary>Answers that the connection is a websocket from here on.</summary>
    internal static async Task AcceptAsync(RequestHead head, PipeWriter output) => await output.WriteAsync(Encoding.ASCII.GetBytes(
        $"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {AnswerTo(head.Headers[KeyHeader])}\r\n\r\n"));

    // It proves that the server has understood, and nothing else: the algorithm is the RFC's.
#pragma warning disable CA5350
    internal static string AnswerTo(string key) => Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + Guid)));
#pragma warning restore CA5350
}
