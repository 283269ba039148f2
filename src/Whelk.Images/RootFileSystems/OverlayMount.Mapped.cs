using Whelk.Errors;
using Whelk.Linux.Mounts;
using Whelk.Linux.Namespaces;
using Whelk.Linux.Native;
using Whelk.Linux.Processes;

namespace Whelk.Images.RootFileSystems;

/// <summary>
/// An overlay for a user namespace. Every layer, the upper one too, is seen through the namespace's mapping (the overlay itself cannot be: EINVAL), so what a workload
/// writes has on disk the id that it has inside, as everything in the layers has: nothing is changed when the range is another one, and nothing on disk belongs to the range.
/// </summary>
public sealed partial record OverlayMount
{
    /// <summary>Since when an overlay takes layers that are idmapped mounts.</summary>
    public static Version FirstKernelWithMapping { get; } = new(5, 19);

    // Upper and work folder are in one folder.
    private void MountMapped(string target, IdMapping mapping)
    {
        var own = Path.GetDirectoryName(Upper)!;
        var views = new Dictionary<string, DetachedMount>();
        try
        {
            foreach (var path in Lower.Append(own))
            {
                views[path] = mapping.View(path, recursive: false);
            }

            var options = Options(path => views.TryGetValue(path, out var view) ? view.DescriptorPath : Path.Combine(views[own].DescriptorPath, Path.GetFileName(path)));

            // The overlay makes files of its own as whoever mounts it, whose id must be one that the upper layer has.
            FileOwner.Be(mapping.Ids.Start, () => MountSeen(target, options));
        }
        finally
        {
            foreach (var view in views.Values)
            {
                view.Dispose();
            }
        }
    }

    private static bool MountSeen(string target, string options)
    {
        try
        {
            Linux.Mounts.Mount.Add("overlay", target, "overlay", MountFlags.None, options);
            return true;
        }
        catch (SyscallException exception) when (exception.Errno == Errno.EINVAL)
        {
            throw new WhelkException(ErrorCode.Unsupported, $"this kernel has no overlay of layers with mapped ids (Linux {FirstKernelWithMapping}): {exception.Message}", exception);
        }
    }
}
