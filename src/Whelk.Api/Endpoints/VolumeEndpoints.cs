using Whelk.Api.Http;
using Whelk.Api.Wire;
using Whelk.Engine;
using Whelk.Engine.Logs;
using Whelk.Engine.Volumes;
using Whelk.Errors;

namespace Whelk.Api.Endpoints;

/// <summary>/volumes.</summary>
internal static class VolumeEndpoints
{
    internal static IReadOnlyList<ApiRoute> Routes(WhelkEngine engine) =>
    [
        new("GET", "/volumes", call => call.JsonAsync(List(engine, call.Query), ApiJson.Default.VolumeList)),
        new("POST", "/volumes/create", call => CreateAsync(engine, call)),
        new("POST", "/volumes/prune", call => PruneAsync(engine, call)),
        new("GET", "/volumes/{name}", call => call.JsonAsync(Details(engine, engine.Volumes.Find(call[0])), ApiJson.Default.VolumeDetails)),
        new("DELETE", "/volumes/{name}", call => RemoveAsync(engine, call)),
    ];

    private static VolumeList List(WhelkEngine engine, QueryValues query)
    {
        var filters = query.Filters("name", "label", "dangling", "driver");
        if (filters.GetValueOrDefault("dangling", []) is var dangling && dangling.Any(value => FilterFlag.Of(value) is null))
        {
            throw new WhelkException(ErrorCode.InvalidArgument, $"invalid filter 'dangling=[{string.Join(' ', dangling)}]'");
        }

        return new VolumeList([.. engine.Volumes.List().Where(volume => filters.All(filter => Fits(engine, volume, filter.Key, filter.Value))).Select(volume => Details(engine, volume))], null);
    }

    private static async Task CreateAsync(WhelkEngine engine, ApiCall call)
    {
        var request = await call.ReadAsync(ApiJson.Default.VolumeCreateRequest);
        if (request.Driver is not (null or "" or "local"))
        {
            throw NoPlugin(request.Driver).While($"create {request.Name}");
        }

        await call.JsonAsync(Details(engine, engine.CreateVolume(request.Name, Given.Texts(request.Labels), request.DriverOpts is null ? null : Given.Texts(request.DriverOpts))), ApiJson.Default.VolumeDetails, 201);
    }

    private static async Task RemoveAsync(WhelkEngine engine, ApiCall call)
    {
        try
        {
            engine.RemoveVolume(call[0]);
        }
        catch (WhelkException exception) when (exception.Code == ErrorCode.NotFound && call.Query.Flag("force"))
        {
            // As good as removed.
        }

        await call.StatusAsync(204);
    }

    // As Docker since 1.42: the anonymous ones, unless all are asked for.
    private static async Task PruneAsync(WhelkEngine engine, ApiCall call)
    {
        var filters = call.Query.Filters("all", "label", "label!");
        var all = filters.TryGetValue("all", out var words) && words.Any(word => FilterFlag.Of(word) is true);
        var (removed, bytes) = engine.PruneVolumes(volume => (all || volume.Anonymous) && LabelFilter.Lets(volume.Labels, filters));
        await call.JsonAsync(new VolumesPruned(removed, bytes), ApiJson.Default.VolumesPruned);
    }

    internal static WhelkException NoPlugin(string driver) => new(ErrorCode.NotFound, $"error looking up volume plugin {driver}: plugin \"{driver}\" not found");

    internal static VolumeDetails Details(WhelkEngine engine, Volume volume) => new()
    {
        CreatedAt = Rfc3339.Format(volume.CreatedAt),
        Labels = volume.Labels.OrNull(),
        Mountpoint = engine.Volumes.MountPointOf(volume.Name),
        Name = volume.Name,
        Options = volume.Options?.OrNull(),
    };

    private static bool Fits(WhelkEngine engine, Volume volume, string filter, IReadOnlyList<string> values) => filter switch
    {
        "name" => values.Any(value => volume.Name.Contains(value, StringComparison.Ordinal)),
        "label" => values.All(value => LabelFilter.Fits(volume.Labels, value)),
        "driver" => values.Contains("local"),
        _ => values.All(value => FilterFlag.Of(value) is true == (engine.UsersOf(volume.Name).Count == 0)),
    };
}
