using System.Collections.Concurrent;
using Whelk.Errors;
using Whelk.Images.RootFileSystems;
using Whelk.Images.Storage;
using Whelk.Linux.Mounts;
using Whelk.Linux.Processes;
using Whelk.Oci.Digests;

namespace Whelk.Images.Erofs;

/// <summary>Makes EROFS files from images, each once however many ask for it.</summary>
internal sealed class ErofsImages(StoreLayout layout) : IDisposable
{
    private static readonly string[] Candidates = ["/usr/bin/mkfs.erofs", "/usr/sbin/mkfs.erofs", "/sbin/mkfs.erofs", "/usr/local/bin/mkfs.erofs"];
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
        var tool = Array.Find(Candidates, File.Exists)
            ?? throw new WhelkException(ErrorCode.Unsupported, "mkfs.erofs is missing, which makes the disks of VMs: install erofs-utils");
        using var scratch = TemporaryDirectory.Create(layout);
        var file = Path.Combine(scratch.Path, "image");
        if (image is { LayerDirectories.Count: 1, HasWhiteouts: false })
        {
            await RunAsync(tool, file, image.LayerDirectories[0], cancellationToken);
        }
        else
        {
            await RunMergedAsync(tool, file, image, scratch, cancellationToken);
        }

        Flush(file);
        File.Move(file, path);
    }

    private static async Task RunMergedAsync(string tool, string file, Image image, TemporaryDirectory scratch, CancellationToken cancellationToken)
    {
        var empty = Path.Combine(scratch.Path, "empty");
        Directory.CreateDirectory(empty);
        Directory.CreateDirectory(scratch.MountPoint);
        new OverlayMount { Lower = [empty, .. image.LayerDirectories] }.Mount(scratch.MountPoint);
        try
        {
            await RunAsync(tool, file, scratch.MountPoint, cancellationToken);
        }
        finally
        {
            Mount.Remove(scratch.MountPoint);
        }
    }

    private static async Task RunAsync(string tool, string file, string directory, CancellationToken cancellationToken)
    {
        var options = new SpawnOptions { Path = tool, Arguments = ["--quiet", file, directory] };
        var result = await ChildProcess.RunAsync(options, cancellationToken);
        if (!result.Status.Succeeded)
        {
            var code = result.Error.Contains("No space left", StringComparison.OrdinalIgnoreCase) ? ErrorCode.Unavailable : ErrorCode.Internal;
            throw new WhelkException(code, $"mkfs.erofs failed with status {result.Status.ShellCode}: {(result.Error + result.Output).Trim()}");
        }
    }

    private static void Flush(string file)
    {
        using var handle = File.OpenHandle(file, FileMode.Open, FileAccess.ReadWrite);
        RandomAccess.FlushToDisk(handle);
    }
}
