using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace Whelk.Engine.Logs;

/// <summary>The whole lines of a growing json-file log, from where the file stands. What is damaged (a disk was full) is passed over.</summary>
internal sealed class LogLines(FileStream file)
{
    private readonly byte[] _buffer = new byte[64 * 1024];
    private readonly ArrayBufferWriter<byte> _partial = new();

    /// <summary>Those that are there now; a last one without its end is kept for the next call.</summary>
    internal async IAsyncEnumerable<LogLine> AvailableAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        int count;
        while ((count = await file.ReadAsync(_buffer, cancellationToken)) > 0)
        {
            var rest = _buffer.AsMemory(0, count);
            int newline;
            while ((newline = rest.Span.IndexOf((byte)'\n')) >= 0)
            {
                _partial.Write(rest.Span[..newline]);
                rest = rest[(newline + 1)..];
                var line = TryParse(_partial.WrittenSpan);
                _partial.ResetWrittenCount();
                if (line is not null)
                {
                    yield return line;
                }
            }

            _partial.Write(rest.Span);
        }
    }

    private static LogLine? TryParse(ReadOnlySpan<byte> line)
    {
        try
        {
            using var json = JsonDocument.Parse(Encoding.UTF8.GetString(line));
            var root = json.RootElement;
            return root.GetProperty("log").GetString() is { } text && root.GetProperty("stream").GetString() is { } stream && root.GetProperty("time").GetString() is { } time
                ? new LogLine(text, stream, time, root.TryGetProperty("attrs", out var attributes) ? AttributesOf(attributes) : null)
                : null;
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }

    private static Dictionary<string, string> AttributesOf(JsonElement attributes) => attributes.EnumerateObject().ToDictionary(pair => pair.Name, pair => pair.Value.GetString() ?? string.Empty);
}
