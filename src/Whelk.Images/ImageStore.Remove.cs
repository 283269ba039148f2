using Whelk.Errors;
using Whelk.Images.Storage;

namespace Whelk.Images;

public sealed partial class ImageStore
{
    /// <summary>Takes a name away, and with the last one the image, its layers that nobody else has, and its EROFS file; by Docker's rules and in its words.</summary>
    /// <param name="nameOrId">An id removes the image where it has at most one name.</param>
    /// <param name="users">All workloads; those of other images are ignored.</param>
    /// <param name="force">Also where stopped workloads or several names stand against it; never where one runs.</param>
    /// <param name="cancellationToken">Stops it before anything is changed.</param>
    /// <exception cref="WhelkException">NotFound; Conflict: it is in use.</exception>
    public async Task<IReadOnlyList<RemovedImage>> RemoveAsync(
        string nameOrId, IReadOnlyCollection<ImageUser> users, bool force, CancellationToken cancellationToken)
    {
        await _changing.WaitAsync(cancellationToken);
        try
        {
            var image = Resolve(nameOrId);
            var removal = new ImageRemoval(image, [.. users.Where(user => user.ImageId == image.Id)], force);
            var removed = removal.Plan(nameOrId);
            Publish(Without(removed));
            if (removed.Any(record => record.Deleted is not null))
            {
                // Names and images are gone for good now; what is left of them on a crash goes when the store is opened again.
                StoreSweep.Run(_layout, _content);
            }

            return removed;
        }
        finally
        {
            _changing.Release();
        }
    }

    private StoreContent Without(IReadOnlyList<RemovedImage> removed) => _content with
    {
        Images = _content.Images.RemoveRange(removed.Where(record => record.Deleted is not null).Select(record => record.Deleted!.Value)),
        References = _content.References.RemoveRange(removed.Where(record => record.Untagged is not null).Select(record => record.Untagged!.ToString())),
    };
}
