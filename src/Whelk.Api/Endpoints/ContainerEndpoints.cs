using Whelk.Api.Http;
using Whelk.Api.Wire;
using Whelk.Engine;
using Whelk.Engine.Workloads;
using Whelk.Errors;
using Whelk.Linux.Signals;

namespace Whelk.Api.Endpoints;

/// <summary>/containers: what needs no stream.</summary>
internal static class ContainerEndpoints
{
    private const int NotModified = 304;
    private const int NoContent = 204;
    private const int Created = 201;
    private const int LongestGrace = 1_000_000;

    internal static IReadOnlyList<ApiRoute> Routes(WhelkEngine engine) =>
    [
        new("POST", "/containers/create", call => CreateAsync(engine, call)),
        new("GET", "/containers/json", call => ContainerListing.SendAsync(engine, call)),
        new("GET", "/containers/{id}/json", call => ContainerInspection.SendAsync(engine, call)),
        new("POST", "/containers/{id}/start", call => StartAsync(engine, call)),
        new("POST", "/containers/{id}/stop", call => StopAsync(engine, call)),
        new("POST", "/containers/{id}/restart", call => RestartAsync(engine, call)),
        new("POST", "/containers/{id}/kill", call => KillAsync(engine, call)),
        new("POST", "/containers/{id}/pause", call => PauseAsync(engine, call)),
        new("POST", "/containers/{id}/unpause", call => UnpauseAsync(engine, call)),
        new("GET", "/containers/{id}/stats", call => StatsEndpoint.SendAsync(engine, call)),
        new("GET", "/containers/{id}/top", call => TopAsync(engine, call)),
        new("POST", "/containers/{id}/update", call => UpdateAsync(engine, call)),
        new("POST", "/containers/{id}/rename", call => RenameAsync(engine, call)),
        new("POST", "/containers/prune", call => PruneEndpoint.PruneAsync(engine, call)),
        new("POST", "/containers/{id}/wait", call => WaitAsync(engine, call)),
        new("POST", "/containers/{id}/resize", call => ResizeAsync(engine, call)),
        new("DELETE", "/containers/{id}", call => RemoveAsync(engine, call)),
        new("GET", "/containers/{id}/logs", call => LogEndpoint.SendAsync(engine, call)),
    ];

    private static async Task CreateAsync(WhelkEngine engine, ApiCall call)
    {
        var request = await call.ReadAsync(ApiJson.Default.ContainerCreateRequest);
        PlatformQuery.Check(call.Query["platform"], request.Image ?? string.Empty, request.Image is { Length: > 0 } name ? engine.Images.TryResolve(name) : null);
        List<string> warnings = [.. ResourceMapping.Warnings(request)];
        var workload = await engine.CreateAsync(CreateMapping.ToOptions(request, call.Query["name"]), warnings, call.Gone);
        await call.JsonAsync(new CreateResponse(workload.Spec.Id, warnings), ApiJson.Default.CreateResponse, Created);
    }

    private static async Task StartAsync(WhelkEngine engine, ApiCall call) =>
        await call.StatusAsync(await engine.StartAsync(engine.Workloads.Find(call[0]), call.Gone) ? NoContent : NotModified);

    private static async Task StopAsync(WhelkEngine engine, ApiCall call) =>
        await call.StatusAsync(await engine.StopAsync(engine.Workloads.Find(call[0]), Signal(call), Grace(call.Query), call.Gone) ? NoContent : NotModified);

    private static async Task RestartAsync(WhelkEngine engine, ApiCall call)
    {
        await engine.RestartAsync(engine.Workloads.Find(call[0]), Signal(call), Grace(call.Query), call.Gone);
        await call.StatusAsync(NoContent);
    }

    private static async Task KillAsync(WhelkEngine engine, ApiCall call)
    {
        try
        {
            await engine.KillAsync(engine.Workloads.Find(call[0]), Signal(call) ?? SignalNumber.SIGKILL, call.Gone);
        }
        catch (WhelkException exception) when (exception.Code is ErrorCode.Conflict or ErrorCode.InvalidArgument or ErrorCode.NotFound)
        {
            throw exception.While($"cannot kill container: {call[0]}");
        }

        await call.StatusAsync(NoContent);
    }

    private static async Task PauseAsync(WhelkEngine engine, ApiCall call)
    {
        await engine.PauseAsync(engine.Workloads.Find(call[0]), call.Gone);
        await call.StatusAsync(NoContent);
    }

    private static async Task UnpauseAsync(WhelkEngine engine, ApiCall call)
    {
        await engine.UnpauseAsync(engine.Workloads.Find(call[0]), call.Gone);
        await call.StatusAsync(NoContent);
    }

    private static async Task TopAsync(WhelkEngine engine, ApiCall call)
    {
        var list = await engine.ListProcessesAsync(engine.Workloads.Find(call[0]), call.Query["ps_args"], call.Gone);
        await call.JsonAsync(new TopResponse(list.Rows, list.Titles), ApiJson.Default.TopResponse);
    }

    private static async Task RenameAsync(WhelkEngine engine, ApiCall call)
    {
        await engine.RenameAsync(engine.Workloads.Find(call[0]), call.Query["name"] ?? string.Empty, call.Gone);
        await call.StatusAsync(NoContent);
    }

    private static async Task UpdateAsync(WhelkEngine engine, ApiCall call)
    {
        var request = await call.ReadAsync(ApiJson.Default.UpdateRequest);
        var unchanged = UnchangedFields.Warnings(request);
        IReadOnlyList<string> warnings = [.. await engine.UpdateAsync(engine.Workloads.Find(call[0]), CreateMapping.ToUpdate(request), call.Gone), .. unchanged];
        await call.JsonAsync(new UpdateResponse(warnings.OrNull()), ApiJson.Default.UpdateResponse);
    }

    // The head goes out at once: docker waits for it before it starts the container.
    private static async Task WaitAsync(WhelkEngine engine, ApiCall call)
    {
        var condition = call.Query["condition"] switch
        {
            null or "" or "not-running" => WaitCondition.NotRunning,
            "next-exit" => WaitCondition.NextExit,
            "removed" => WaitCondition.Removed,
            var other => throw new WhelkException(ErrorCode.InvalidArgument, $"invalid condition: \"{other}\""),
        };
        var waiting = engine.FindToWaitFor(call[0]).WaitAsync(condition, call.Gone);
        var body = await call.StreamAsync("application/json");
        var code = await waiting;
        await JsonLine.WriteAsync(body, new WaitResponse(code), ApiJson.Default.WaitResponse, call.Gone);
    }

    private static async Task ResizeAsync(WhelkEngine engine, ApiCall call)
    {
        var workload = engine.Workloads.Find(call[0]);
        var (rows, columns) = (Size(call, "h"), Size(call, "w"));
        await WhelkEngine.ResizeAsync(workload, null, rows, columns, call.Gone);
        engine.Tell(workload, "resize", ("height", $"{rows}"), ("width", $"{columns}"));
        await call.StatusAsync(200);
    }

    private static async Task RemoveAsync(WhelkEngine engine, ApiCall call)
    {
        var workload = engine.Workloads.Find(call[0]);
        if (call.Query.Flag("link"))
        {
            throw new WhelkException(ErrorCode.Conflict, "Conflict, cannot remove the default link name of the container");
        }

        await engine.RemoveAsync(workload, call.Query.Flag("force"), call.Query.Flag("v"), call.Gone);
        await call.StatusAsync(NoContent);
    }

    /// <summary>Rows or columns.</summary>
    /// <exception cref="WhelkException">InvalidArgument in Docker's words: no number, or none at all.</exception>
    internal static ushort Size(ApiCall call, string name) =>
        (ushort)Math.Clamp(call.Query.Number(name) ?? throw new WhelkException(ErrorCode.InvalidArgument, "strconv.Atoi: parsing \"\": invalid syntax"), 0, ushort.MaxValue);

    private static int? Signal(ApiCall call) => call.Query["signal"] is not { Length: > 0 } word ? null
        : SignalNumber.TryParse(word, out var signal) ? signal
        : throw new WhelkException(ErrorCode.InvalidArgument, int.TryParse(word, out var number) && number > 0 ? $"the linux daemon does not support signal {number}" : $"invalid signal: {word}");

    // No timer runs longer than some weeks.
    internal static TimeSpan? Grace(QueryValues query) => query.Number("t") is { } seconds ? TimeSpan.FromSeconds(Math.Min(seconds, LongestGrace)) : null;
}
