using System.Buffers;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Whelk.Linux.Files;

namespace Whelk.Engine.Logs;

/// <summary>Reads a json-file log, to its end or along with its writer.</summary>
internal static class LogReader
{
    /// <param name="path">The log; a missing one is empty.</param>
    /// <param name="options">What is wanted.</param>
    /// <param name="ended">Completes when nothing more will be written.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    internal static async IAsyncEnumerable<LogLine> ReadAsync(string path, LogOptions options, Task ended, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
        {
            yield break;
        }

        using var changes = options.Follow ? new FileChanges(path) : null;
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 64 * 1024);
        var lines = new LogLines(file);
        foreach (var line in Tail(await lines.AvailableAsync(cancellationToken), options))
        {
            yield return line;
        }

        while (changes is not null)
        {
            // Asked before reading, so that what was written before the end is never missed.
            var over = ended.IsCompleted;
            foreach (var line in await lines.AvailableAsync(cancellationToken))
            {
                if (Wanted(line, options))
                {
                    yield return line;
                }
            }

            if (over)
            {
                yield break;
            }

            using var next = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await Task.WhenAny(changes.NextAsync(next.Token), ended).WaitAsync(cancellationToken);
            await next.CancelAsync();
        }
    }

    private static IEnumerable<LogLine> Tail(IReadOnlyList<LogLine> lines, LogOptions options)
    {
        var wanted = lines.Where(line => Wanted(line, options)).ToList();
        return options.Tail is { } tail ? wanted.Skip(Math.Max(0, wanted.Count - tail)) : wanted;
    }

    private static bool Wanted(LogLine line, LogOptions options)
    {
        if (!(line.Stream == "stdout" ? options.Stdout : options.Stderr))
        {
            return false;
        }

        return (options.Since is null && options.Until is null)
            || !DateTimeOffset.TryParse(line.Time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            || ((options.Since is null || time >= options.Since) && (options.Until is null || time <= options.Until));
    }

    /// <summary>Whole lines of a growing file.</summary>
    private sealed class LogLines(FileStream file)
    {
        private readonly byte[] _buffer = new byte[64 * 1024];
        private readonly ArrayBufferWriter<byte> _partial = new();

        internal async Task<IReadOnlyList<LogLine>> AvailableAsync(CancellationToken cancellationToken)
        {
            var lines = new List<LogLine>();
            int count;
            while ((count = await file.ReadAsync(_buffer, cancellationToken)) > 0)
            {
                var rest = _buffer.AsMemory(0, count);
                int newline;
                while ((newline = rest.Span.IndexOf((byte)'\n')) >= 0)
                {
                    _partial.Write(rest.Span[..newline]);
                    Add(lines);
                    rest = rest[(newline + 1)..];
                }

                _partial.Write(rest.Span);
            }

            return lines;
        }

        private void Add(List<LogLine> lines)
        {
            try
            {
                using var json = JsonDocument.Parse(Encoding.UTF8.GetString(_partial.WrittenSpan));
                var root = json.RootElement;
                if (root.GetProperty("log").GetString() is { } text && root.GetProperty("stream").GetString() is { } stream && root.GetProperty("time").GetString() is { } time)
                {
                    lines.Add(new LogLine(text, stream, time));
                }
            }
            catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
            {
                // A line that a full disk cut off: the next one is whole again.
                _ = exception;
            }

            _partial.ResetWrittenCount();
        }
    }
}
