using System.Text.Json;
using Whelk.Api.Http;
using Whelk.Api.Wire;
using Whelk.Archives.Trees;
using Whelk.Engine;
using Whelk.Engine.Files;
using Whelk.Errors;

namespace Whelk.Api.Endpoints;

/// <summary>/containers/{id}/archive, export and changes: files that go out of a workload and into it.</summary>
internal static class ArchiveEndpoints
{
    private const string Tar = "application/x-tar";
    private const string StatHeader = "X-Docker-Container-Path-Stat";

    internal static IReadOnlyList<ApiRoute> Routes(WhelkEngine engine) =>
    [
        new("HEAD", "/containers/{id}/archive", call => StatAsync(engine, call)),
        new("GET", "/containers/{id}/archive", call => SendAsync(engine, call)),
        new("PUT", "/containers/{id}/archive", call => TakeAsync(engine, call)),
        new("GET", "/containers/{id}/export", call => ExportAsync(engine, call)),
        new("GET", "/containers/{id}/changes", call => ChangesAsync(engine, call)),
    ];

    private static async Task StatAsync(WhelkEngine engine, ApiCall call)
    {
        var path = PathOf(call);
        await using var files = await engine.OpenFilesAsync(engine.Workloads.Find(call[0]), call[0], call.Gone);
        await AddStatAsync(files, path, call);
        await call.StatusAsync(200);
    }

    private static async Task SendAsync(WhelkEngine engine, ApiCall call)
    {
        var path = PathOf(call);
        var workload = engine.Workloads.Find(call[0]);
        await using var files = await engine.OpenFilesAsync(workload, call[0], call.Gone);
        await AddStatAsync(files, path, call);
        await files.PackAsync(path, await call.StreamAsync(Tar), call.Gone);
        engine.Tell(workload, "archive-path");
    }

    private static async Task TakeAsync(WhelkEngine engine, ApiCall call)
    {
        var path = PathOf(call);
        var workload = engine.Workloads.Find(call[0]);
        var options = engine.UnpackOptionsOf(workload, call.Query.Flag("copyUIDGID"), call.Query.Flag("noOverwriteDirNonDir"));
        call.AllowAnyLength();
        await using var files = await engine.OpenFilesAsync(workload, call[0], call.Gone);
        await files.UnpackAsync(path, call.Body, options, call.Gone);
        engine.Tell(workload, "extract-to-dir");
        await call.StatusAsync(200);
    }

    private static Task ExportAsync(WhelkEngine engine, ApiCall call) =>
        engine.ExportAsync(engine.Workloads.Find(call[0]), () => call.StreamAsync("application/octet-stream"), call.Gone);

    private static async Task ChangesAsync(WhelkEngine engine, ApiCall call)
    {
        var changes = await engine.FindChangesAsync(engine.Workloads.Find(call[0]), call.Gone);
        await call.JsonAsync(changes.Select(change => new ChangeEntry(change.Path.ToString(), (int)change.Kind)).ToList().OrNull()!, ApiJson.Default.IReadOnlyListChangeEntry);
    }

    private static async Task AddStatAsync(WorkloadFiles files, string path, ApiCall call)
    {
        var stat = PathStatMapping.Of(await files.StatAsync(path, call.Gone), TreePath.Parse(path));
        call.SetHeader(StatHeader, Convert.ToBase64String(JsonSerializer.SerializeToUtf8Bytes(stat, ApiJson.Default.PathStat)));
    }

    // moby, api/server/httputils/form.go; its message has no blank there either.
    private static string PathOf(ApiCall call) => call.Query["path"] is { Length: > 0 } path
        ? path.Contains('\0') ? throw new WhelkException(ErrorCode.InvalidArgument, "invalid path: it has a NUL in it") : path
        : throw new WhelkException(ErrorCode.InvalidArgument, "bad parameter: pathcannot be empty");
}
