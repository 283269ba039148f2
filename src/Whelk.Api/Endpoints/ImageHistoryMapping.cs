using Whelk.Api.Wire;
using Whelk.Images;
using Whelk.Oci.Images;

namespace Whelk.Api.Endpoints;

/// <summary>GET /images/{name}/history: the steps that made an image, the last one first.</summary>
internal static class ImageHistoryMapping
{
    // Docker's word for a step of which no image is left.
    private const string Missing = "<missing>";

    internal static IReadOnlyList<HistoryEntry> Of(Image image)
    {
        var entries = new List<HistoryEntry>();
        var layer = 0;
        foreach (var step in image.Config.History ?? [])
        {
            var hasLayer = step.EmptyLayer is not true && layer < image.LayerSizes.Count;
            entries.Add(Entry(step, hasLayer ? image.LayerSizes[layer++] : 0));
        }

        // An image may keep silent about its layers.
        entries.AddRange(image.LayerSizes.Skip(layer).Select(size => Entry(new ImageHistory(), size)));
        entries.Reverse();
        if (entries.Count > 0)
        {
            entries[0] = entries[0] with { Id = image.Id.ToString(), Tags = [.. image.References.Select(name => name.Familiar)] };
        }

        return entries;
    }

    private static HistoryEntry Entry(ImageHistory step, long size) => new()
    {
        Id = Missing,
        Created = step.Created?.ToUnixTimeSeconds() ?? 0,
        CreatedBy = step.CreatedBy ?? string.Empty,
        Comment = step.Comment ?? string.Empty,
        Size = size,
    };
}
