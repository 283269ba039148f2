using System.Collections.Concurrent;
using Whelk.Images.RootFileSystems;
using Whelk.Images.Storage;
using Whelk.Linux.Mounts;
using Whelk.Oci.Digests;

namespace Whelk.Images.Erofs;

/// <summary>Makes EROFS files from images, each once however many ask for it.</summary>
internal sealed class ErofsImages(StoreLayout layout) : IDisposable
{
    private readonly ConcurrentDictionary<Digest, SemaphoreSlim> _making = new();

    public async Task<string> PathAsync(Image image, CancellationToken cancellationToken)
    {
        var path = layout.ErofsFile(image.Id);
        if (File.Exists(path))
        {
            return path;
        }

        var turn = _making.GetOrAdd(image.Id, _ => new SemaphoreSlim(1));
        await turn.WaitAsync(cancellationToken);
        try
        {
            if (!File.Exists(path))
            {
                await MakeAsync(image, path, cancellationToken);
            }

            return path;
        }
        finally
        {
            turn.Release();
        }
    }

    public void Dispose()
    {
        foreach (var turn in _making.Values)
        {
            turn.Dispose();
        }
    }

    private async Task MakeAsync(Image image, string path, CancellationToken cancellationToken)
    {
        using var scratch = TemporaryDirectory.Create(layout);
        var file = Path.Combine(scratch.Path, "image");
        if (image is { LayerDirectories.Count: 1, HasWhiteouts: false })
        {
            await ErofsTool.MakeAsync(file, image.LayerDirectories[0], cancellationToken);
        }
        else
        {
            await RunMergedAsync(file, image, scratch, cancellationToken);
        }

        Flush(file);
        File.Move(file, path);
    }

    private static async Task RunMergedAsync(string file, Image image, TemporaryDirectory scratch, CancellationToken cancellationToken)
    {
        var empty = Path.Combine(scratch.Path, "empty");
        Directory.CreateDirectory(empty);
        Directory.CreateDirectory(scratch.MountPoint);
        new OverlayMount { Lower = [empty, .. image.LayerDirectories] }.Mount(scratch.MountPoint);
        try
        {
            await ErofsTool.MakeAsync(file, scratch.MountPoint, cancellationToken);
        }
        finally
        {
            Mount.Remove(scratch.MountPoint);
        }
    }

    private static void Flush(string file)
    {
        using var handle = File.OpenHandle(file, FileMode.Open, FileAccess.ReadWrite);
        RandomAccess.FlushToDisk(handle);
    }
}
