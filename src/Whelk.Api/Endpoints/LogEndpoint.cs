using System.Globalization;
using System.Text;
using Whelk.Api.Hijacking;
using Whelk.Api.Http;
using Whelk.Engine;
using Whelk.Engine.Logs;
using Whelk.Errors;

namespace Whelk.Api.Endpoints;

/// <summary>GET /containers/{id}/logs: framed without a terminal, raw with one.</summary>
internal static class LogEndpoint
{
    internal static async Task SendAsync(WhelkEngine engine, ApiCall call)
    {
        var workload = engine.Workloads.Find(call[0]);
        var options = Options(call.Query);
        var terminal = workload.Spec.Options.Tty;
        var timestamps = call.Query.Flag("timestamps");
        var details = call.Query.Flag("details");
        var lines = WhelkEngine.ReadLogAsync(workload, options, call.Gone);
        var body = await call.StreamAsync(terminal ? "application/vnd.docker.raw-stream" : "application/vnd.docker.multiplexed-stream");
        await foreach (var line in lines)
        {
            var text = Encoding.UTF8.GetBytes($"{(timestamps ? $"{line.Time} " : string.Empty)}{(details ? $"{Details(line)} " : string.Empty)}{line.Text}");
            await body.WriteAsync(terminal ? text : StreamFrame.Of(line.Stream == "stdout" ? 1 : 2, text), call.Gone);
            if (options.Follow)
            {
                await body.FlushAsync(call.Gone);
            }
        }
    }

    // As Docker: pairs as in a query, by name.
    private static string Details(LogLine line) => string.Join(
        ',',
        (line.Attributes ?? new Dictionary<string, string>()).OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{Escaped(pair.Key)}={Escaped(pair.Value)}"));

    private static string Escaped(string text) => Uri.EscapeDataString(text).Replace("%20", "+", StringComparison.Ordinal);

    internal static LogOptions Options(QueryValues query)
    {
        var options = new LogOptions
        {
            Stdout = query.Flag("stdout"),
            Stderr = query.Flag("stderr"),
            Follow = query.Flag("follow"),
            Tail = int.TryParse(query["tail"], NumberStyles.None, CultureInfo.InvariantCulture, out var tail) ? tail : null,
            Since = TimeOf(query["since"]),
            Until = TimeOf(query["until"]),
        };
        return options.Stdout || options.Stderr
            ? options
            : throw new WhelkException(ErrorCode.InvalidArgument, "Bad parameters: you must choose at least one stream");
    }

    // As Docker: 0 is none.
    private static DateTimeOffset? TimeOf(string? text) => text is "0" ? null : QueryTime.Of(text);
}
