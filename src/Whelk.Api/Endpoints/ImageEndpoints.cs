using Whelk.Api.Http;
using Whelk.Api.Wire;
using Whelk.Engine;
using Whelk.Engine.Logs;
using Whelk.Errors;
using Whelk.Images;
using Whelk.Images.Importing;
using Whelk.Oci.Digests;
using Whelk.Oci.Images;
using Whelk.Oci.References;

namespace Whelk.Api.Endpoints;

/// <summary>/images: list, inspect, import, tag, remove.</summary>
internal static class ImageEndpoints
{
    internal static IReadOnlyList<ApiRoute> Routes(WhelkEngine engine) =>
    [
        new("GET", "/images/json", call => call.JsonAsync(ImageListing.List(engine, call.Query), ApiJson.Default.IReadOnlyListImageSummary)),
        new("POST", "/images/create", call => ImportAsync(engine, call)),
        new("GET", "/images/{name*}/json", call => call.JsonAsync(Inspect(engine.Images.Resolve(call[0])), ApiJson.Default.ImageInspect)),
        new("POST", "/images/prune", call => ImagePruning.PruneAsync(engine, call)),
        new("GET", "/images/{name*}/history", call => call.JsonAsync(ImageHistoryMapping.Of(engine.Images.Resolve(call[0])), ApiJson.Default.IReadOnlyListHistoryEntry)),
        new("POST", "/images/{name*}/tag", call => TagAsync(engine, call)),
        new("DELETE", "/images/{name*}", call => RemoveAsync(engine, call)),
    ];

    private static ImageInspect Inspect(Image image) => new()
    {
        Id = image.Id.ToString(),
        RepoTags = [.. image.References.Select(name => name.Familiar)],
        Comment = image.Config.Comment ?? string.Empty,
        Created = Rfc3339.Format(image.Created),
        Author = image.Config.Author ?? string.Empty,
        Config = Config(image.Config.Config ?? new ImageProcessConfig()),
        Architecture = image.Config.Architecture,
        Os = image.Config.Os,
        Size = image.Size,
        GraphDriver = GraphDriver.Of(image.LayerDirectories.SkipLast(1), image.LayerDirectories is [.., var top] ? top : null),
        Metadata = new ImageMetadata(Rfc3339.Zero),
        RootFS = new RootFsInspect("layers", image.Config.Rootfs.DiffIds),
    };

    private static ConfigInspect Config(ImageProcessConfig config) => new()
    {
        User = config.User ?? string.Empty,
        ExposedPorts = config.ExposedPorts?.Keys.ToDictionary(port => port, _ => new Empty()).OrNull(),
        Env = config.Env,
        Cmd = config.Cmd,
        Image = string.Empty,
        Volumes = config.Volumes?.Keys.ToDictionary(place => place, _ => new Empty()).OrNull(),
        WorkingDir = config.WorkingDir ?? string.Empty,
        Entrypoint = config.Entrypoint,
        OnBuild = config.OnBuild,
        Labels = config.Labels,
        Healthcheck = config.Healthcheck,
        Shell = config.Shell,
        StopSignal = config.StopSignal,
    };

    private static async Task ImportAsync(WhelkEngine engine, ApiCall call)
    {
        if (call.Query["fromImage"] is { Length: > 0 } wanted)
        {
            _ = ImageReference.Parse(wanted, call.Query["tag"]);
            throw new WhelkException(ErrorCode.NotFound, $"pull access denied for {wanted}, repository does not exist or may require 'docker login': this version of whelk cannot pull; use `whelk import`");
        }

        if (call.Query["fromSrc"] is not "-")
        {
            throw new WhelkException(ErrorCode.Unsupported, "importing from a URL is not supported by this version of whelk: give the archive itself");
        }

        PlatformQuery.CheckImport(call.Query["platform"]);
        call.AllowAnyLength();
        var name = call.Query["repo"] is { Length: > 0 } repository ? ImageReference.Parse(repository, call.Query["tag"]) : null;
        var config = ImportChanges.Apply(new ImageProcessConfig(), call.Query.All("changes"));
        var id = await engine.Images.ImportAsync(call.Body, name, config, call.Query["message"] is { Length: > 0 } message ? message : "Imported from -", call.Gone);
        engine.TellOfImage(id.ToString(), "import", name?.Familiar ?? id.ToString());
        var body = await call.StreamAsync("application/json");
        await JsonLine.WriteAsync(body, new StatusLine(id.ToString()), ApiJson.Default.StatusLine, call.Gone);
    }

    private static async Task TagAsync(WhelkEngine engine, ApiCall call)
    {
        var repository = call.Query["repo"] ?? string.Empty;
        await engine.Images.TagAsync(call[0], ImageReference.Parse(repository, call.Query["tag"]), call.Gone);
        engine.TellOfImage(engine.Images.Resolve(call[0]).Id.ToString(), "tag", repository);
        await call.StatusAsync(201);
    }

    private static async Task RemoveAsync(WhelkEngine engine, ApiCall call) => await call.JsonAsync(
        await RemoveAsync(engine, call[0], call.Query.Flag("force"), call.Gone),
        ApiJson.Default.IReadOnlyListImageDeleteEntry);

    /// <summary>Removes a name, or an image, and tells of it.</summary>
    internal static async Task<IReadOnlyList<ImageDeleteEntry>> RemoveAsync(WhelkEngine engine, string nameOrId, bool force, CancellationToken cancellationToken)
    {
        var users = engine.Workloads.All.Select(workload => new ImageUser(workload.Spec.Id, Digest.Parse(workload.Spec.ImageId), workload.State.IsAlive)).ToList();
        var removed = await engine.Images.RemoveAsync(nameOrId, users, force, cancellationToken);
        foreach (var record in removed)
        {
            engine.TellOfImage(record.Deleted?.ToString() ?? record.Untagged!.Familiar, record.Deleted is null ? "untag" : "delete", record.Untagged?.Familiar ?? nameOrId);
        }

        return [.. removed.Select(record => new ImageDeleteEntry { Untagged = record.Untagged?.Familiar, Deleted = record.Deleted?.ToString() })];
    }
}
