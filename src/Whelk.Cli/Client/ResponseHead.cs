using System.Globalization;
using System.Text;
using Whelk.Errors;

namespace Whelk.Cli.Client;

/// <summary>Status line and headers of an HTTP/1.1 response, as far as this client acts on them (RFC 9112).</summary>
internal sealed record ResponseHead
{
    public required int Status { get; init; }

    /// <summary>Null where the length is not given.</summary>
    public long? ContentLength { get; init; }

    public bool Chunked { get; init; }

    public bool Close { get; init; }

    public string? ContentType { get; init; }

    /// <summary>What the daemon says of a path in a workload; null elsewhere.</summary>
    public string? PathStat { get; init; }

    /// <summary>Whether it answers a HEAD request.</summary>
    public bool AnswersHead { get; init; }

    /// <summary>Whether no body follows, whatever the headers say.</summary>
    public bool Bodiless => AnswersHead || Status is 204 or 304 or (>= 100 and < 200);

    /// <param name="bytes">Everything before the empty line.</param>
    /// <exception cref="WhelkException">Corrupt: this is not HTTP.</exception>
    public static ResponseHead Parse(ReadOnlySpan<byte> bytes)
    {
        var lines = Encoding.ASCII.GetString(bytes).Split("\r\n");
        var head = new ResponseHead { Status = StatusOf(lines[0]) };
        foreach (var line in lines.AsSpan(1))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            head = colon > 0 ? head.With(line[..colon], line[(colon + 1)..].Trim()) : throw NotHttp();
        }

        return head;
    }

    private static int StatusOf(string line) =>
        line.StartsWith("HTTP/1.", StringComparison.Ordinal) && line.Length >= 12
        && int.TryParse(line.AsSpan(9, 3), NumberStyles.None, CultureInfo.InvariantCulture, out var status)
            ? status
            : throw NotHttp();

    private static WhelkException NotHttp() => new(ErrorCode.Corrupt, "what listens at the daemon's socket does not speak HTTP/1.1");

    private ResponseHead With(string name, string value) => name.ToUpperInvariant() switch
    {
        "CONTENT-LENGTH" => this with { ContentLength = LengthOf(value) },
        "TRANSFER-ENCODING" => this with { Chunked = value.Equals("chunked", StringComparison.OrdinalIgnoreCase) },
        "CONNECTION" => this with { Close = value.Equals("close", StringComparison.OrdinalIgnoreCase) },
        "X-DOCKER-CONTAINER-PATH-STAT" => this with { PathStat = value },
        "CONTENT-TYPE" => this with { ContentType = value },
        _ => this,
    };

    private static long LengthOf(string value) =>
        long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var length) ? length : throw NotHttp();
}
