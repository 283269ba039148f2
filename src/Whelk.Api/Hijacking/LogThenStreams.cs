using System.IO.Pipelines;
using System.Text;
using Whelk.Engine;
using Whelk.Engine.Logs;
using Whelk.Engine.Workloads;
using Whelk.Errors;

namespace Whelk.Api.Hijacking;

/// <summary>Tells a workload's log and then joins its streams where the log was left: a line that falls between the two comes once, and in its place.</summary>
internal sealed class LogThenStreams(Workload workload, StreamSelection selection, PipeWriter output, TimeProvider clock)
{
    private Task? _joining;
    private Joining? _joined;
    private LogMark? _end;
    private string _time = string.Empty;
    private int _count;

    /// <summary>Tells what was said by now, or by the moment of joining.</summary>
    /// <param name="joins">Whether the streams are wanted too.</param>
    /// <param name="gone">The caller does not want them any more.</param>
    /// <returns>The streams; null where none are wanted, or the workload has ended meanwhile.</returns>
    internal async Task<Joining?> TellAsync(bool joins, CancellationTokenSource gone)
    {
        try
        {
            await TellLogAsync(joins, gone.Token);
            await (joins ? JoinAsync(gone.Token) : Task.CompletedTask);
            return _joined;
        }
        catch (Exception)
        {
            // Nobody takes what was joined, and the workload would wait for it.
            await gone.CancelAsync();
            (_joined is { AtNextStart: false } joined ? await joined.Joined : null)?.Connection.Dispose();
            throw;
        }
    }

    private async Task TellLogAsync(bool joins, CancellationToken gone)
    {
        var begun = Rfc3339.Format(clock.GetUtcNow());
        var options = new LogOptions { Stdout = true, Stderr = true, Follow = joins };
        await foreach (var line in WhelkEngine.ReadLogAsync(workload, options, () => JoinAsync(gone), gone))
        {
            // What is younger than the request was written while it was read: a flood has no end to wait for.
            if (joins && (_joining is not null || string.CompareOrdinal(line.Time, begun) >= 0))
            {
                await JoinAsync(gone);
            }

            if (_end?.IsBefore(line, _time, _count) is true)
            {
                break;
            }

            _count = line.Time == _time ? _count + 1 : 1;
            _time = line.Time;
            await WriteAsync(line);
        }
    }

    private Task JoinAsync(CancellationToken gone) => _joining ??= JoinOnceAsync(gone);

    private async Task JoinOnceAsync(CancellationToken gone)
    {
        try
        {
            var joining = WhelkEngine.Join(workload, selection, afterLog: true, gone);
            _end = joining.AtNextStart ? null : (await joining.Joined)?.LogEnd;
            _joined = joining;
        }
        catch (WhelkException exception) when (exception.Code is ErrorCode.Unavailable)
        {
            // It has just ended: what it said is in its log.
        }
    }

    private async Task WriteAsync(LogLine line)
    {
        if (line.Stream == "stdout" ? selection.Stdout : selection.Stderr)
        {
            var text = Encoding.UTF8.GetBytes(line.Text);
            await output.WriteAsync(workload.Spec.Options.Tty ? text : StreamFrame.Of(line.Stream == "stdout" ? 1 : 2, text));
        }
    }
}
