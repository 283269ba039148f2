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
        await daemon.RunsBothAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Workload_that_fills_the_disk_ends_and_can_be_removed(bool removesItself)
    {
        await using var disk = await SmallDisk.MountAsync(sizeMiB: 24);
        await using var daemon = await PrivateDaemon.StartAsync(root: disk.Folder);

        var result = await daemon.WhelkAsync(["run", "--name", "full", .. removesItself ? ["--rm"] : Array.Empty<string>(), "whelk/base", "sh", "-c", "cat /dev/zero > /zero; exit 4"]);

        Assert.Equal(4, result.Status.ShellCode);
        if (!removesItself)
        {
            Assert.Equal("4", await daemon.DoAsync("wait", "full"));
            await daemon.DoAsync("rm", "full");
        }

        // Files go after the answer.
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (Directory.EnumerateDirectories(Path.Combine(daemon.Root, "workloads")).Any())
        {
            bound.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        Assert.Equal("hi", await daemon.DoAsync("run", "--rm", "whelk/base", "echo", "hi"));
        await daemon.KillAsync();
        await daemon.StartAgainAsync();
        Assert.Empty(await daemon.DoAsync("ps", "-aq"));
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
