using Whelk.Errors;
using Whelk.Oci.References;

namespace Whelk.Images.Storage;

/// <summary>Decides what a removal removes (Docker's rules, in its words).</summary>
/// <param name="image">With its names.</param>
/// <param name="users">The workloads of this image.</param>
/// <param name="force">Whether soft conflicts are overridden.</param>
internal sealed class ImageRemoval(Image image, IReadOnlyList<ImageUser> users, bool force)
{
    private const int ShortIdLength = 12;

    /// <exception cref="WhelkException">Conflict.</exception>
    public IReadOnlyList<RemovedImage> Plan(string nameOrId)
    {
        var isId = image.Id.ToString().StartsWith(nameOrId, StringComparison.Ordinal) || image.Id.Hex.StartsWith(nameOrId, StringComparison.Ordinal);
        return isId ? PlanById() : PlanByName(nameOrId);
    }

    private List<RemovedImage> PlanByName(string name)
    {
        if (!force && image.References.Count == 1 && users.Count > 0)
        {
            throw Conflict(
                $"conflict: unable to remove repository reference \"{name}\" (must force) - container {Short(users[0].WorkloadId)} is using its referenced image {image.Id.Short}");
        }

        var untagged = new List<RemovedImage> { new(ImageReference.Parse(name), null) };
        if (image.References.Count > 1)
        {
            return untagged;
        }

        return WithDeletion(untagged);
    }

    private List<RemovedImage> PlanById()
    {
        if (users.FirstOrDefault(user => user.IsRunning) is { } running)
        {
            throw InUse("cannot be forced", $"image is being used by running container {Short(running.WorkloadId)}");
        }

        if (!force && image.References.Count > 1)
        {
            throw InUse("must be forced", "image is referenced in multiple repositories");
        }

        if (!force && users.Count > 0)
        {
            throw InUse("must be forced", $"image is being used by stopped container {Short(users[0].WorkloadId)}");
        }

        return WithDeletion([.. image.References.Select(reference => new RemovedImage(reference, null))]);
    }

    // Forced, but in use: the names go, and the layers stay for the workloads that stand on them.
    private List<RemovedImage> WithDeletion(List<RemovedImage> untagged) => users.Count > 0 ? untagged : [.. untagged, new(null, image.Id)];

    private WhelkException InUse(string remedy, string reason) => Conflict($"conflict: unable to delete {image.Id.Short} ({remedy}) - {reason}");

    private static WhelkException Conflict(string message) => new(ErrorCode.Conflict, message);

    private static string Short(string id) => id.Length > ShortIdLength ? id[..ShortIdLength] : id;
}
