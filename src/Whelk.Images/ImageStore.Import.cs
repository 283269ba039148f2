using System.Text.Json;
using Whelk.Errors;
using Whelk.Images.Layers;
using Whelk.Images.Storage;
using Whelk.Linux.Files;
using Whelk.Linux.Recipes;
using Whelk.Oci;
using Whelk.Oci.Digests;
using Whelk.Oci.Images;
using Whelk.Oci.References;

namespace Whelk.Images;

public sealed partial class ImageStore
{
    /// <summary>
    /// Makes an image of one layer from the archive of a root file system (tar, plain or packed with gzip or zstd), as <c>docker import</c> does.
    /// </summary>
    /// <param name="archive">Read to its end and not disposed.</param>
    /// <param name="name">The image's name, which is taken from the image that had it; null for an image without one.</param>
    /// <param name="config">The defaults of a run; see <see cref="Importing.ImportChanges"/>.</param>
    /// <param name="message">The comment in the image's history.</param>
    /// <param name="cancellationToken">Stops it, leaving nothing behind.</param>
    /// <returns>The image's id.</returns>
    /// <exception cref="WhelkException">
    /// Corrupt or Unsupported: the archive; Unavailable: no space; InvalidArgument: the name has a digest. Nothing is left behind then.
    /// </exception>
    public async Task<Digest> ImportAsync(
        Stream archive, ImageReference? name, ImageProcessConfig config, string? message, CancellationToken cancellationToken)
    {
        if (name?.Digest is not null)
        {
            throw new WhelkException(ErrorCode.InvalidArgument, "cannot import digest reference");
        }

        using var scratch = TemporaryDirectory.Create(_layout);
        var layer = await LayerStore.UnpackAsync(archive, scratch, cancellationToken);
        var import = new Import { Scratch = scratch, Layer = layer, Name = name, Config = Describe(layer.DiffId, config, message) };
        await _changing.WaitAsync(cancellationToken);
        try
        {
            await ImportRecipe().RunAsync(import, cancellationToken);
        }
        finally
        {
            _changing.Release();
        }

        return Digest.Of(import.Config);
    }

    private Recipe<Import> ImportRecipe() => new Recipe<Import>("import an image")
        .Then(
            "keep the layer",
            import => import.LayerIsNew = _layers.Keep(import.Layer, import.Scratch),
            import => RemoveIf(import.LayerIsNew, () => _layers.Remove(import.Layer.DiffId)))
        .Then(
            "keep the configuration",
            import => AtomicFile.Write(_layout.Blob(Digest.Of(import.Config)), import.Config),
            import => File.Delete(_layout.Blob(Digest.Of(import.Config))))
        .Then("publish the image", import => Publish(With(import)));

    private StoreContent With(Import import)
    {
        var id = Digest.Of(import.Config);
        var image = StoreLoading.ToImage(_layout, id, import.Config);
        var content = _content with { Images = _content.Images.SetItem(id, image) };
        return import.Name is null ? content : content with { References = content.References.SetItem(import.Name.ToString(), id) };
    }

    private byte[] Describe(Digest diffId, ImageProcessConfig config, string? message)
    {
        var now = _time.GetUtcNow();
        var image = new ImageConfig
        {
            Created = now,
            Comment = message,
            Architecture = "amd64",
            Os = "linux",
            Config = config,
            Rootfs = new ImageRootFs { DiffIds = [diffId.ToString()] },
            History = [new ImageHistory { Created = now, Comment = message }],
        };
        return JsonSerializer.SerializeToUtf8Bytes(image, OciJson.Default.ImageConfig);
    }

    private static void RemoveIf(bool condition, Action remove)
    {
        if (condition)
        {
            remove();
        }
    }

    private sealed class Import
    {
        public required TemporaryDirectory Scratch { get; init; }

        public required IngestedLayer Layer { get; init; }

        public required ImageReference? Name { get; init; }

        public required byte[] Config { get; init; }

        public bool LayerIsNew { get; set; }
    }
}
