using System.Buffers;
using System.Text;

namespace Whelk.Api.Hijacking;

/// <summary>The first line and the headers of an HTTP/1.1 request, as far as taking a connection over needs them.</summary>
internal sealed record RequestHead
{
    public required string Method { get; init; }

    /// <summary>Path and query as sent.</summary>
    public required string Target { get; init; }

    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <summary>Bytes of body; 0 where none was announced.</summary>
    public long ContentLength => Headers.TryGetValue("Content-Length", out var text) && long.TryParse(text, out var length) && length > 0 ? length : 0;

    public bool IsChunked => Headers.TryGetValue("Transfer-Encoding", out var coding) && coding.Contains("chunked", StringComparison.OrdinalIgnoreCase);

    public bool WantsUpgrade => Headers.ContainsKey("Upgrade");

    /// <summary>Looks for the empty line that ends a head. A line may end without its CR, as Docker.DotNet sends some (RFC 9112, 2.2).</summary>
    internal static bool TryFindEnd(ReadOnlySequence<byte> bytes, out SequencePosition end)
    {
        var reader = new SequenceReader<byte>(bytes);
        while (reader.TryAdvanceTo((byte)'\n'))
        {
            if (reader.IsNext((byte)'\n', advancePast: true) || reader.IsNext("\r\n"u8, advancePast: true))
            {
                end = reader.Position;
                return true;
            }
        }

        end = default;
        return false;
    }

    /// <summary>The same head with a CR before each LF, as Kestrel wants it.</summary>
    internal static byte[] Normalize(ReadOnlySpan<byte> head)
    {
        var lines = Encoding.Latin1.GetString(head).Split('\n').Select(line => line.TrimEnd('\r'));
        return Encoding.Latin1.GetBytes(string.Join("\r\n", lines));
    }

    /// <summary>Reads a head without its closing empty line; null for what is none (Kestrel answers it then).</summary>
    internal static RequestHead? TryParse(ReadOnlySpan<byte> bytes)
    {
        var lines = Encoding.Latin1.GetString(bytes).Split('\n').Select(line => line.TrimEnd('\r')).ToArray();
        if (lines[0].Split(' ') is not [var method, var target, "HTTP/1.1"])
        {
            return null;
        }

        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in lines.Skip(1).Where(line => line.Contains(':', StringComparison.Ordinal)))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            headers[line[..colon].Trim()] = line[(colon + 1)..].Trim();
        }

        return new RequestHead { Method = method, Target = target, Headers = headers };
    }
}
