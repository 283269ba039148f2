using Whelk.Integration.Tests.Support;

namespace Whelk.Integration.Tests.BadInput;

/// <summary>A daemon whose --root is a small file system of its own.</summary>
public sealed class FullDiskTests
{
    [Fact]
    public async Task Import_that_does_not_fit_is_refused_and_what_was_there_works_on()
    {
        await using var disk = await SmallDisk.MountAsync(sizeMiB: 24);
        await using var daemon = await PrivateDaemon.StartAsync(root: disk.Folder);
        var archive = await LargeArchiveAsync(daemon.Folder, mebibytes: 64);

        var result = await daemon.WhelkAsync("import", archive, "large");

        Assert.Equal(1, result.Status.ShellCode);
        Assert.Contains("no space left on device", result.Error, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("large", await daemon.DoAsync("images"), StringComparison.Ordinal);
        Assert.Equal("hi", await daemon.DoAsync("run", "--rm", "whelk/base", "echo", "hi"));
    }

    private static async Task<string> LargeArchiveAsync(string folder, int mebibytes)
    {
        var source = Directory.CreateDirectory(Path.Combine(folder, "large")).FullName;
        await File.WriteAllBytesAsync(Path.Combine(source, "file"), new byte[mebibytes << 20]);
        var archive = Path.Combine(folder, "large.tar");
        System.Formats.Tar.TarFile.CreateFromDirectory(source, archive, includeBaseDirectory: false);
        return archive;
    }
}
