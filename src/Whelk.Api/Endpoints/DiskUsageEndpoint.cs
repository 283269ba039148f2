using Whelk.Api.Http;
using Whelk.Api.Wire;
using Whelk.Engine;
using Whelk.Errors;

namespace Whelk.Api.Endpoints;

/// <summary>GET /system/df: what everything takes on disk.</summary>
internal static class DiskUsageEndpoint
{
    private static readonly string[] Types = ["container", "image", "volume", "build-cache"];

    internal static async Task SendAsync(WhelkEngine engine, ApiCall call)
    {
        var asked = call.Query.All("type");
        if (asked.FirstOrDefault(type => !Types.Contains(type)) is { } unknown)
        {
            throw new WhelkException(ErrorCode.InvalidArgument, $"unknown object type: {unknown}");
        }

        bool Wants(string type) => asked.Count == 0 || asked.Contains(type);
        var images = engine.Images.List();
        var usage = new DiskUsage
        {
            LayersSize = Wants("image") ? ImageListing.LayerBytes(images) : 0,
            Images = Wants("image") ? [.. images.Select(image => ImageListing.Summary(engine, image, images))] : null,
            Containers = Wants("container") ? await ContainerListing.AllWithSizesAsync(engine) : null,
            Volumes = Wants("volume") ? await VolumesAsync(engine) : null,
            BuildCache = Wants("build-cache") ? [] : null,
        };
        await call.JsonAsync(usage, ApiJson.Default.DiskUsage);
    }

    private static async Task<IReadOnlyList<VolumeDetails>> VolumesAsync(WhelkEngine engine)
    {
        var volumes = new List<VolumeDetails>();
        foreach (var volume in engine.Volumes.List())
        {
            var usage = new VolumeUsage(engine.UsersOf(volume.Name).Count, await engine.MeasureVolumeAsync(volume.Name));
            volumes.Add(VolumeEndpoints.Details(engine, volume) with { UsageData = usage });
        }

        return volumes;
    }
}
