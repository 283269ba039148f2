namespace Whelk.Images;

public sealed partial class ImageStore
{
    /// <summary>The image's whole tree as one EROFS file, the root disk of a VM; made when first asked for and kept with the image.</summary>
    /// <exception cref="Whelk.Errors.WhelkException">Unsupported: mkfs.erofs is missing; Unavailable: no space.</exception>
    public Task<string> ErofsPathAsync(Image image, CancellationToken cancellationToken) => _erofs.PathAsync(image, cancellationToken);
}
