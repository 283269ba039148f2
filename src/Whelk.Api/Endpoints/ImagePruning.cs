using Whelk.Api.Http;
using Whelk.Api.Wire;
using Whelk.Engine;
using Whelk.Engine.Events;
using Whelk.Errors;
using Whelk.Images;

namespace Whelk.Api.Endpoints;

/// <summary>POST /images/prune: removes the images that no workload stands on: those without a name, or with dangling=false all of them.</summary>
internal static class ImagePruning
{
    internal static async Task PruneAsync(WhelkEngine engine, ApiCall call)
    {
        var filters = call.Query.Filters("dangling", "label", "label!", "until");
        var named = filters.GetValueOrDefault("dangling", []).Any(value => !ImageListing.IsDangling(value));
        _ = PruneEndpoint.Until(engine, filters);
        var others = filters.Where(filter => filter.Key != "dangling").ToDictionary();
        var removed = new List<ImageDeleteEntry>();
        var before = ImageListing.LayerBytes(engine.Images.List());
        foreach (var image in engine.Images.List().Where(image => (named || image.References.Count == 0) && ImageListing.Lets(engine, image, others) && !IsUsed(engine, image)))
        {
            removed.AddRange(await RemoveAsync(engine, image, call.Gone));
        }

        var reclaimed = Math.Max(0, before - ImageListing.LayerBytes(engine.Images.List()));
        engine.TellOfPruning(EngineEvent.Image, reclaimed);
        await call.JsonAsync(new ImagesPruned(removed.OrNull(), reclaimed), ApiJson.Default.ImagesPruned);
    }

    // A workload may have been made of it at this moment.
    private static async Task<IReadOnlyList<ImageDeleteEntry>> RemoveAsync(WhelkEngine engine, Image image, CancellationToken cancellationToken)
    {
        try
        {
            return await ImageEndpoints.RemoveAsync(engine, image.Id.ToString(), force: true, cancellationToken);
        }
        catch (WhelkException exception) when (exception.Code is ErrorCode.Conflict or ErrorCode.NotFound)
        {
            return [];
        }
    }

    private static bool IsUsed(WhelkEngine engine, Image image) => engine.Workloads.All.Any(workload => workload.Spec.ImageId == image.Id.ToString());
}
