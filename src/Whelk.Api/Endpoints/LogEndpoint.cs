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
        var body = await call.StreamAsync(terminal ? "application/vnd.docker.raw-stream" : "application/vnd.docker.multiplexed-stream");
        await foreach (var line in WhelkEngine.ReadLogAsync(workload, options, call.Gone))
        {
            var text = Encoding.UTF8.GetBytes(timestamps ? $"{line.Time} {line.Text}" : line.Text);
            await body.WriteAsync(terminal ? text : StreamFrame.Of(line.Stream == "stdout" ? 1 : 2, text), call.Gone);
            if (options.Follow)
            {
                await body.FlushAsync(call.Gone);
            }
        }
    }

    internal static LogOptions Options(QueryValues query)
    {
        var options = new LogOptions
        {
            Stdout = query.Flag("stdout"),
            Stderr = query.Flag("stderr"),
            Follow = query.Flag("follow"),
            Tail = int.TryParse(query["tail"], NumberStyles.None, CultureInfo.InvariantCulture, out var tail) ? tail : null,
            Since = QueryTime.Of(query["since"]),
            Until = QueryTime.Of(query["until"]),
        };
        return options.Stdout || options.Stderr
            ? options
            : throw new WhelkException(ErrorCode.InvalidArgument, "Bad parameters: you must choose at least one stream");
    }
}
