using System.Collections.Immutable;
using Whelk.Errors;
using Whelk.Images.Erofs;
using Whelk.Images.Storage;
using Whelk.Oci.Digests;
using Whelk.Oci.References;

namespace Whelk.Images;

/// <summary>
/// The images of one root, below ROOT/images: configurations by digest, layers unpacked once, names. Reading is from memory and never waits;
/// changes follow one another, and each is complete on disk or did not happen. One process uses a root at a time.
/// </summary>
public sealed partial class ImageStore : IDisposable
{
    private readonly StoreLayout _layout;
    private readonly TimeProvider _time;
    private readonly LayerStore _layers;
    private readonly ErofsImages _erofs;
    private readonly SemaphoreSlim _changing = new(1);
    private volatile StoreContent _content;

    private ImageStore(StoreLayout layout, StoreContent content, TimeProvider time)
    {
        _layout = layout;
        _content = content;
        _time = time;
        _layers = new LayerStore(layout);
        _erofs = new ErofsImages(layout);
    }

    /// <summary>Opens the store below this root, makes it where there is none, and clears away what a crash left behind.</summary>
    /// <exception cref="WhelkException">Corrupt: the list of images cannot be read.</exception>
    public static ImageStore Open(string root, TimeProvider time)
    {
        var layout = new StoreLayout(Path.Combine(root, "images"));
        layout.Create();
        StoreSweep.ClearScratch(layout);
        var content = StoreLoading.Load(layout);
        StoreSweep.Run(layout, content);
        return new ImageStore(layout, content, time);
    }

    /// <summary>Every image, the youngest first.</summary>
    public IReadOnlyList<Image> List()
    {
        var content = _content;
        return [.. content.Images.Values.Select(image => WithReferences(image, content)).OrderByDescending(image => image.Created).ThenBy(image => image.Id.Hex)];
    }

    /// <summary>Finds an image by name, id, or the beginning of an id that only one image has.</summary>
    /// <exception cref="WhelkException">NotFound: "No such image: x:latest"; InvalidArgument: the text is neither a name nor an id.</exception>
    public Image Resolve(string nameOrId) => TryResolve(nameOrId) ?? throw NoSuchImage(nameOrId);

    /// <summary>As <see cref="Resolve"/>, null where there is none.</summary>
    public Image? TryResolve(string nameOrId)
    {
        var content = _content;
        var found = FindByName(nameOrId, content) ?? FindById(nameOrId, content);
        return found is null ? null : WithReferences(found, content);
    }

    /// <summary>Gives the image another name; takes the name from the image that had it.</summary>
    public async Task TagAsync(string nameOrId, ImageReference reference, CancellationToken cancellationToken)
    {
        if (reference.Tag is not { } tag || reference.Digest is not null)
        {
            throw new WhelkException(ErrorCode.InvalidArgument, "refusing to create a tag with a digest reference");
        }

        await ChangeAsync(
            content => content with { References = content.References.SetItem(reference.ToString(), Resolve(nameOrId).Id) }, cancellationToken);
    }

    public void Dispose()
    {
        _changing.Dispose();
        _erofs.Dispose();
    }

    private static Image? FindByName(string text, StoreContent content) =>
        ImageReference.TryParse(text, out var reference)
        && content.References.TryGetValue(reference!.ToString(), out var id)
        && content.Images.TryGetValue(id, out var image)
            ? image
            : null;

    private static Image? FindById(string text, StoreContent content)
    {
        if (Digest.TryParse(text, out var id))
        {
            return content.Images.GetValueOrDefault(id);
        }

        var hex = text.StartsWith("sha256:", StringComparison.Ordinal) ? text["sha256:".Length..] : text;
        if (hex.Length == 0)
        {
            return null;
        }

        var matches = content.Images.Values.Where(image => image.Id.Hex.StartsWith(hex, StringComparison.Ordinal)).Take(2).ToList();
        return matches.Count == 1 ? matches[0] : null;
    }

    private static WhelkException NoSuchImage(string text)
    {
        var shown = Digest.TryParse(text, out _) || Digest.IsHex(text) ? text : ImageReference.Parse(text).Familiar;
        return new WhelkException(ErrorCode.NotFound, $"No such image: {shown}");
    }

    private static Image WithReferences(Image image, StoreContent content) => image with
    {
        References =
        [
            .. content.References.Where(named => named.Value == image.Id).Select(named => named.Key)
                .Order(StringComparer.Ordinal).Select(ImageReference.Parse),
        ],
    };

    private async Task ChangeAsync(Func<StoreContent, StoreContent> change, CancellationToken cancellationToken)
    {
        await _changing.WaitAsync(cancellationToken);
        try
        {
            Publish(change(_content));
        }
        finally
        {
            _changing.Release();
        }
    }

    // On disk first: what a reader has seen must survive a crash.
    private void Publish(StoreContent content)
    {
        StoreIndex.Of(content).Write(_layout.Index);
        _content = content;
    }
}
