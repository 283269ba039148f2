using Whelk.Errors;
using Whelk.Images;
using Whelk.Images.RootFileSystems;
using Whelk.Linux.Machine;
using Whelk.Linux.Namespaces;
using Whelk.Linux.Processes;

namespace Whelk.Engine.Volumes;

/// <summary>What a fresh volume begins with: what the image has at the place that it is mounted over, as Docker does.</summary>
internal static class VolumeContent
{
    private const int SourceDescriptor = 3;

    /// <summary>Copies with owners, modes, attributes and links. Does nothing where the volume has content, or the image no folder there.</summary>
    /// <exception cref="WhelkException">The copy failed.</exception>
    internal static async Task CopyUpAsync(Image image, string destination, string volume, string scratch, CancellationToken cancellationToken)
    {
        if (Directory.EnumerateFileSystemEntries(volume).Any())
        {
            return;
        }

        Directory.CreateDirectory(scratch);
        try
        {
            var several = image.LayerDirectories.Count > 1;
            using var thread = NamespaceThread.WithPrivateMounts(() =>
            {
                if (several)
                {
                    new OverlayMount { Lower = image.LayerDirectories }.Mount(scratch);
                }
            });
            await thread.Run(() => CopyAsync(several ? scratch : image.LayerDirectories[0], destination, volume, cancellationToken));
        }
        finally
        {
            Directory.Delete(scratch);
        }
    }

    // The image is hostile: its links lead nowhere but into itself, and cp is given the folder, not a path.
    private static async Task CopyAsync(string root, string destination, string volume, CancellationToken cancellationToken)
    {
        using var source = RootedFile.TryOpenFolder(root, destination);
        if (source is null)
        {
            return;
        }

        var result = await ChildProcess.RunAsync(
            new SpawnOptions
            {
                Path = "/bin/cp",
                Arguments = ["-a", "--", $"/proc/self/fd/{SourceDescriptor}/.", volume],
                Descriptors = new Dictionary<int, System.Runtime.InteropServices.SafeHandle> { [SourceDescriptor] = source },
            },
            cancellationToken);
        if (!result.Status.Succeeded)
        {
            throw new WhelkException(ErrorCode.Unavailable, $"failed to populate volume: {result.Error.Trim()}");
        }
    }
}
