using System.Formats.Tar;
using System.Text;
using Whelk.Integration.Tests.Support;
using Whelk.Testing;

namespace Whelk.Integration.Tests.BadInput;

/// <summary>Archives made to write where they must not; imported through the command line, as a user would.</summary>
public sealed class HostileArchiveTests(SharedDaemon shared)
{
    private const string Bait = "/tmp/whelk-escaped";

    private PrivateDaemon Daemon => shared.Daemon;

    public static TheoryData<string> Escapes => ["../../../../../../../..", "/", "link/", "dotlink/"];

    [Theory]
    [MemberData(nameof(Escapes))]
    public async Task Archive_that_points_outside_writes_nothing_there(string way)
    {
        var archive = Path.Combine(Daemon.Folder, $"{Guid.NewGuid():n}.tar");
        await using (var writer = new TarWriter(File.Create(archive), TarEntryFormat.Pax))
        {
            await writer.WriteEntryAsync(new PaxTarEntry(TarEntryType.SymbolicLink, "link") { LinkName = "/" });
            await writer.WriteEntryAsync(new PaxTarEntry(TarEntryType.SymbolicLink, "dotlink") { LinkName = "../../../../../../../../../.." });
            await writer.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, way.TrimEnd('/') + Bait) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes("out")) });
        }

        await Daemon.WhelkAsync("import", archive, "hostile");

        Assert.False(File.Exists(Bait));
        await Daemon.WhelkAsync("rmi", "-f", "hostile");
    }

    [Fact]
    public async Task Corrupt_archive_is_refused_and_leaves_no_image()
    {
        var archive = Path.Combine(Daemon.Folder, "corrupt.tar");
        var whole = await File.ReadAllBytesAsync(Checkout.Built("base.tar"));
        await File.WriteAllBytesAsync(archive, whole[..(whole.Length / 2)]);
        var images = await Daemon.DoAsync("images", "-q");

        var result = await Daemon.WhelkAsync("import", archive, "corrupt");

        Assert.Equal(1, result.Status.ShellCode);
        Assert.NotEmpty(result.Error);
        Assert.Equal(images, await Daemon.DoAsync("images", "-q"));
    }

    [Fact]
    public async Task File_that_is_no_archive_is_refused()
    {
        var archive = Path.Combine(Daemon.Folder, "text.tar");
        await File.WriteAllTextAsync(archive, string.Concat(Enumerable.Repeat("this is no archive\n", 1000)));

        var result = await Daemon.WhelkAsync("import", archive, "text");

        Assert.Equal(1, result.Status.ShellCode);
        Assert.Equal(1, (await Daemon.WhelkAsync("inspect", "text")).Status.ShellCode);
    }
}
