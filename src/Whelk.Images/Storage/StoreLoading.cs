using System.Collections.Immutable;
using System.Text.Json;
using Whelk.Errors;
using Whelk.Oci;
using Whelk.Oci.Digests;

namespace Whelk.Images.Storage;

/// <summary>Reads the store from disk.</summary>
internal static class StoreLoading
{
    /// <exception cref="WhelkException">Corrupt or Unsupported; the message names the file.</exception>
    public static StoreContent Load(StoreLayout layout)
    {
        if (StoreIndex.TryRead(layout.Index) is not { } index)
        {
            return StoreContent.Empty;
        }

        return new StoreContent
        {
            Images = index.Images.Select(Digest.Parse).ToImmutableDictionary(id => id, id => LoadImage(layout, id)),
            References = index.References.ToImmutableDictionary(named => named.Key, named => Digest.Parse(named.Value)),
        };
    }

    /// <summary>An image from its configuration; its layers are in place.</summary>
    public static Image ToImage(StoreLayout layout, Digest id, ReadOnlySpan<byte> configuration)
    {
        var config = JsonSerializer.Deserialize(configuration, OciJson.Default.ImageConfig)!;
        var diffIds = config.Rootfs.DiffIds.Select(Digest.Parse).ToList();
        var layers = diffIds.Select(diffId => ReadRecord(layout, diffId)).ToList();
        return new Image
        {
            Id = id,
            Config = config,
            LayerDirectories = [.. diffIds.Select(layout.LayerRoot)],
            References = [],
            Size = layers.Sum(layer => layer.Size),
            LayerSizes = [.. layers.Select(layer => layer.Size)],
            Created = config.Created ?? DateTimeOffset.UnixEpoch,
            HasWhiteouts = layers.Exists(layer => layer.HasWhiteouts),
        };
    }

    private static Image LoadImage(StoreLayout layout, Digest id)
    {
        var path = layout.Blob(id);
        try
        {
            var configuration = File.ReadAllBytes(path);
            id.Verify(configuration);
            return ToImage(layout, id, configuration);
        }
        catch (Exception e) when (e is JsonException or IOException)
        {
            throw new WhelkException(ErrorCode.Corrupt, $"image {id}: {e.Message}", e);
        }
    }

    private static LayerRecord ReadRecord(StoreLayout layout, Digest diffId) =>
        JsonSerializer.Deserialize(File.ReadAllBytes(layout.LayerRecord(diffId)), StoreJson.Default.LayerRecord)!;
}
