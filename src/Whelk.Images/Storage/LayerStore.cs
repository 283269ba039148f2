using System.Text.Json;
using Whelk.Images.Layers;
using Whelk.Linux.Files;
using Whelk.Oci.Digests;

namespace Whelk.Images.Storage;

/// <summary>The unpacked layers, each once, by the digest of its archive.</summary>
internal sealed class LayerStore(StoreLayout layout)
{
    private const uint RootMode = 0x1ED; // 0755, unless the archive says otherwise

    /// <summary>Unpacks into the scratch folder, ready to be kept.</summary>
    public static async Task<IngestedLayer> UnpackAsync(Stream archive, TemporaryDirectory scratch, CancellationToken cancellationToken)
    {
        var path = StoreLayout.LayerRootIn(scratch.Path);
        Directory.CreateDirectory(path);
        using var root = DirectoryHandle.Open(path);
        root.SetMode(FilePath.From("."u8), RootMode);
        var layer = await LayerIngestion.IngestAsync(archive, root, cancellationToken);
        AtomicFile.Write(StoreLayout.LayerRecordIn(scratch.Path), JsonSerializer.SerializeToUtf8Bytes(ToRecord(layer), StoreJson.Default.LayerRecord));
        return layer;
    }

    /// <summary>Puts an unpacked layer in its place. False where the store has it already; the scratch folder then stays as it is.</summary>
    public bool Keep(IngestedLayer layer, TemporaryDirectory scratch)
    {
        var place = layout.Layer(layer.DiffId);
        if (Directory.Exists(place))
        {
            return false;
        }

        Directory.Move(scratch.Path, place);
        AtomicFile.SyncDirectory(layout.Layers);
        return true;
    }

    public void Remove(Digest diffId)
    {
        using var layers = DirectoryHandle.Open(layout.Layers);
        layers.RemoveTree(FilePath.From(diffId.Hex));
    }

    private static LayerRecord ToRecord(IngestedLayer layer) => new()
    {
        DiffId = layer.DiffId.ToString(),
        PackedDigest = layer.PackedDigest.ToString(),
        PackedSize = layer.PackedSize,
        Size = layer.Content.Size,
        HasWhiteouts = layer.Content.HasWhiteouts,
    };
}
