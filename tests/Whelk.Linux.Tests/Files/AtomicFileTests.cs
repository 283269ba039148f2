using Whelk.Errors;
using Whelk.Linux.Files;
using Whelk.Linux.Mounts;
using Whelk.Linux.Namespaces;
using Whelk.Linux.Native;
using Whelk.Testing;
using Xunit;

namespace Whelk.Linux.Tests.Files;

public sealed class AtomicFileTests : IDisposable
{
    private readonly ScratchFolder _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Write_replaces_the_name_and_leaves_the_old_file_whole(bool durable)
    {
        var path = _scratch.File("state", "old");
        using var reader = File.OpenText(path);
        AtomicFile.Write(path, "new", durable);

        Assert.Equal("new", File.ReadAllText(path));
        Assert.Equal("old", reader.ReadToEnd());
        Assert.Equal([path], Directory.GetFileSystemEntries(_scratch));
    }

    [Fact]
    public void Write_makes_a_file_for_its_owner_alone_unless_told()
    {
        AtomicFile.Write(_scratch["private"], "x");
        AtomicFile.Write(_scratch["public"], "x"u8, mode: UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_scratch["private"]));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead, File.GetUnixFileMode(_scratch["public"]));
    }

    [Fact]
    public void Write_over_a_link_replaces_the_link()
    {
        var target = _scratch.File("target", "kept");
        _scratch.Link("state", target);
        AtomicFile.Write(_scratch["state"], "new");

        Assert.Equal("kept", File.ReadAllText(target));
        Assert.Null(new FileInfo(_scratch["state"]).LinkTarget);
    }

    [Fact]
    public void Write_over_a_folder_throws_and_leaves_no_part()
    {
        _scratch.File("state/child", "kept");

        Assert.Equal(Errno.EISDIR, Assert.Throws<SyscallException>(() => AtomicFile.Write(_scratch["state"], "new")).Errno);
        Assert.Equal([_scratch["state"]], Directory.GetFileSystemEntries(_scratch));
    }

    [Fact]
    public void Write_in_a_folder_that_is_missing_throws() =>
        Assert.Equal(ErrorCode.NotFound, Assert.Throws<SyscallException>(() => AtomicFile.Write(_scratch["gone/state"], "new")).Code);

    [Fact]
    public void Write_on_a_full_disk_keeps_the_old_content_and_leaves_no_part()
    {
        var disk = _scratch.Folder("disk");
        using var thread = NamespaceThread.WithPrivateMounts(() => Mount.Add("tmpfs", disk, "tmpfs", data: "size=16k"));
        var path = Path.Combine(disk, "state");
        var (error, content, names) = thread.Run(() =>
        {
            AtomicFile.Write(path, "old");
            var failure = Record.Exception(() => AtomicFile.Write(path, new byte[1 << 20]));
            return (failure, File.ReadAllText(path), Directory.GetFileSystemEntries(disk));
        });

        Assert.Equal(ErrorCode.Unavailable, Assert.IsType<SyscallException>(error).Code);
        Assert.Equal("old", content);
        Assert.Equal([path], names);
    }

    [Fact]
    public void Write_of_nothing_makes_an_empty_file()
    {
        AtomicFile.Write(_scratch["empty"], []);

        Assert.Empty(File.ReadAllBytes(_scratch["empty"]));
    }
}
