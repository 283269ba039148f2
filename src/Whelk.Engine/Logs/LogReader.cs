using System.Globalization;
using System.Runtime.CompilerServices;
using Whelk.Linux.Files;

namespace Whelk.Engine.Logs;

/// <summary>Reads a json-file log, to its end or along with its writer. Holds a line at a time, of a log of any size.</summary>
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
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        file.Position = options.Tail is { } tail ? LogTail.Start(file.SafeFileHandle, tail) : 0;
        var lines = new LogLines(file);
        while (true)
        {
            // Asked before reading, so that what was written before the end is never missed.
            var over = changes is null || ended.IsCompleted;
            await foreach (var line in lines.AvailableAsync(cancellationToken))
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
            await Task.WhenAny(changes!.NextAsync(next.Token), ended).WaitAsync(cancellationToken);
            await next.CancelAsync();
        }
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
}
