using System.Globalization;
using System.Runtime.CompilerServices;
using Whelk.Linux.Files;

namespace Whelk.Engine.Logs;

/// <summary>Reads a log, to its end or along with its writer. Holds a line at a time, of a log of any size, and goes on where it is rotated.</summary>
internal static class LogReader
{
    /// <param name="path">The log; a missing one is empty.</param>
    /// <param name="options">What is wanted.</param>
    /// <param name="ended">Completes when nothing more will be written.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    internal static IAsyncEnumerable<LogLine> ReadAsync(string path, LogOptions options, Task ended, CancellationToken cancellationToken) => ReadAsync(path, options, () => ended, cancellationToken);

    /// <param name="path">The log; a missing one is empty.</param>
    /// <param name="options">What is wanted.</param>
    /// <param name="ended">Asked for once, at the first end of what is there: completes when nothing more will be written.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    internal static async IAsyncEnumerable<LogLine> ReadAsync(string path, LogOptions options, Func<Task> ended, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
        {
            yield break;
        }

        using var files = new LogFiles(path);
        if (options.Tail is { } tail)
        {
            files.SkipToTail(tail);
        }

        var end = new LastEnd(ended);
        do
        {
            await foreach (var line in ReadCurrentAsync(files, options, end, cancellationToken))
            {
                yield return line;
            }
        }
        while (files.MoveNext());
    }

    // To the end that it has, or, following, to its last one.
    private static async IAsyncEnumerable<LogLine> ReadCurrentAsync(LogFiles files, LogOptions options, LastEnd end, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var changes = options.Follow && files.IsNewest ? new FileChanges(files.DescriptorPath) : null;
        var lines = new LogLines(files.Current);
        while (true)
        {
            // Asked before reading, so that what was written before the end is never missed.
            var over = changes is null || end.IsReached || files.IsRotated;
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
            await Task.WhenAny(changes!.NextAsync(next.Token), end.ReachedAsync()).WaitAsync(cancellationToken);
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

    // Asked for once, and not before everything that is there was read.
    private sealed class LastEnd(Func<Task> ask)
    {
        private Task? _asked;

        internal bool IsReached => _asked is { IsCompleted: true };

        internal Task ReachedAsync() => _asked ??= ask();
    }
}
