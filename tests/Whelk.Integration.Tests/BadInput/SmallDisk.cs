using Whelk.Integration.Tests.Support;

namespace Whelk.Integration.Tests.BadInput;

/// <summary>A small ext4 in a file, mounted at a temporary folder; unmounted and removed when disposed.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("whelk-disk-");

    private SmallDisk()
    {
    }

    internal string Folder => Path.Combine(_folder.FullName, "mnt");

    internal static async Task<SmallDisk> MountAsync(int sizeMiB)
    {
        var disk = new SmallDisk();
        var image = Path.Combine(disk._folder.FullName, "image");
        Directory.CreateDirectory(disk.Folder);
        await using (var file = File.Create(image))
        {
            file.SetLength((long)sizeMiB << 20);
        }

        await DoAsync("mkfs.ext4", "-q", image);
        await DoAsync("mount", "-o", "loop", image, disk.Folder);
        return disk;
    }

    public async ValueTask DisposeAsync()
    {
        await DoAsync("umount", Folder);
        _folder.Delete(recursive: true);
    }

    private static async Task DoAsync(string program, params string[] arguments)
    {
        var result = await Program.RunAsync(program, arguments);
        Assert.True(result.Status.Succeeded, $"{program}: {result.Error}");
    }
}
