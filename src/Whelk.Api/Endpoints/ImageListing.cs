using System.IO.Enumeration;
using Whelk.Api.Http;
using Whelk.Api.Wire;
using Whelk.Engine;
using Whelk.Errors;
using Whelk.Images;
using Whelk.Oci.References;

namespace Whelk.Api.Endpoints;

/// <summary>GET /images/json with its filters (moby, daemon/images/images.go).</summary>
internal static class ImageListing
{
    internal static IReadOnlyList<ImageSummary> List(WhelkEngine engine, QueryValues query)
    {
        var filters = query.Filters("before", "dangling", "label", "label!", "reference", "since", "until");
        var images = engine.Images.List();
        var shared = query.Flag("shared-size") ? images : null;
        return [.. images.Where(image => Lets(engine, image, filters)).Select(image => Matching(Summary(engine, image, shared), image, filters)).OfType<ImageSummary>()];
    }

    /// <param name="engine">The engine.</param>
    /// <param name="image">The image.</param>
    /// <param name="all">Every image, where it is wanted how much they share and who uses them.</param>
    internal static ImageSummary Summary(WhelkEngine engine, Image image, IReadOnlyList<Image>? all) => new()
    {
        Created = image.Created.ToUnixTimeSeconds(),
        Id = image.Id.ToString(),
        Labels = image.Config.Config?.Labels,
        RepoTags = [.. image.References.Select(name => name.Familiar)],
        Size = image.Size,
        SharedSize = all is null ? -1 : SharedBytes(image, all),
        Containers = all is null ? -1 : engine.Workloads.All.Count(workload => workload.Spec.ImageId == image.Id.ToString()),
    };

    /// <summary>The filters that speak of the image itself, not of its names.</summary>
    internal static bool Lets(WhelkEngine engine, Image image, IReadOnlyDictionary<string, IReadOnlyList<string>> filters) =>
        LabelFilter.Lets(image.Config.Config?.Labels ?? new Dictionary<string, string>(), filters)
        && filters.GetValueOrDefault("dangling", []).All(value => IsDangling(value) == (image.References.Count == 0))
        && filters.GetValueOrDefault("before", []).All(name => image.Created < engine.Images.Resolve(name).Created)
        && filters.GetValueOrDefault("since", []).All(name => image.Created > engine.Images.Resolve(name).Created)
        && filters.GetValueOrDefault("until", []).All(text => image.Created < QueryTime.AgoOrAt(text, engine.Clock.GetUtcNow()));

    /// <summary>What a value of the filter "dangling" asks for.</summary>
    internal static bool IsDangling(string value) => FilterFlag.Of(value) ?? throw new WhelkException(ErrorCode.InvalidArgument, $"invalid filter 'dangling=[{value}]'");

    /// <summary>What the images take together: a layer that several have counts once.</summary>
    internal static long LayerBytes(IEnumerable<Image> images) =>
        images.SelectMany(image => image.Config.Rootfs.DiffIds.Zip(image.LayerSizes)).DistinctBy(layer => layer.First).Sum(layer => layer.Second);

    /// <summary>A name by a pattern as Go's path.Match has it: a star stays between slashes.</summary>
    internal static bool NameFits(ImageReference name, string pattern) => Fits(name.Familiar, pattern) || Fits(name.FamiliarName, pattern);

    // Only the names that fit are shown; an image without one is not.
    private static ImageSummary? Matching(ImageSummary summary, Image image, IReadOnlyDictionary<string, IReadOnlyList<string>> filters)
    {
        if (!filters.TryGetValue("reference", out var patterns))
        {
            return summary;
        }

        IReadOnlyList<string> fitting = [.. image.References.Where(name => patterns.Any(pattern => NameFits(name, pattern))).Select(name => name.Familiar)];
        return fitting.Count == 0 ? null : summary with { RepoTags = fitting };
    }

    private static bool Fits(string name, string pattern)
    {
        var (parts, patterns) = (name.Split('/'), pattern.Split('/'));
        return parts.Length == patterns.Length && parts.Zip(patterns).All(pair => FileSystemName.MatchesSimpleExpression(pair.Second, pair.First, ignoreCase: false));
    }

    private static long SharedBytes(Image image, IReadOnlyList<Image> all)
    {
        var others = all.Where(other => other.Id != image.Id).SelectMany(other => other.Config.Rootfs.DiffIds).ToHashSet();
        return image.Config.Rootfs.DiffIds.Zip(image.LayerSizes).Where(layer => others.Contains(layer.First)).Sum(layer => layer.Second);
    }
}
