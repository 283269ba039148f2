using Whelk.Linux.Files;
using Whelk.Linux.Native;
using Whelk.Testing;
using Xunit;

namespace Whelk.Linux.Tests.Files;

public sealed class DirectoryHandleTests : IDisposable
{
    private readonly ScratchFolder _scratch = new();
    private readonly DirectoryHandle _root;

    public DirectoryHandleTests()
    {
        _scratch.File("outside/secret", "outside");
        _scratch.File("root/a/b/file", "deep");
        _root = DirectoryHandle.Open(_scratch["root"]);
    }

    public void Dispose()
    {
        _root.Dispose();
        _scratch.Dispose();
    }

    [Fact]
    public void SetMode_of_a_link_is_refused_and_leaves_what_it_leads_to()
    {
        _scratch.Link("root/link", _scratch["outside/secret"]);
        var before = File.GetUnixFileMode(_scratch["outside/secret"]);

        Assert.Throws<SyscallException>(() => _root.SetMode(FilePath.From("link"), 0x1FF));
        Assert.Equal(before, File.GetUnixFileMode(_scratch["outside/secret"]));
    }

    [Theory]
    [InlineData("..", Errno.EXDEV)]
    [InlineData("a/../../outside", Errno.EXDEV)]
    [InlineData("/", Errno.EXDEV)]
    [InlineData("/etc", Errno.EXDEV)]
    [InlineData("link to /", Errno.EXDEV)]
    [InlineData("link to ../outside", Errno.EXDEV)]
    [InlineData("link to a/b/../../../outside", Errno.EXDEV)]
    [InlineData("link to itself", Errno.ELOOP)]
    [InlineData("a/b/file", Errno.ENOTDIR)]
    [InlineData("a/missing", Errno.ENOENT)]
    public void OpenBeneath_that_leads_out_fails(string path, Errno errno)
    {
        _scratch.Link("root/link to itself", "link to itself");
        if (path.StartsWith("link to ", StringComparison.Ordinal) && errno == Errno.EXDEV)
        {
            _scratch.Link("root/link", path[8..]);
            path = "link";
        }

        Assert.Equal(errno, Assert.Throws<SyscallException>(() => _root.OpenBeneath(FilePath.From(path))).Errno);
    }

    [Theory]
    [InlineData("a/b")]
    [InlineData("./a/../a/b")]
    [InlineData("inner")]
    public void OpenBeneath_that_stays_below_opens(string path)
    {
        _scratch.Link("root/inner", "a/b");
        using var folder = _root.OpenBeneath(FilePath.From(path));

        Assert.Equal(["file"], folder.ReadNames().Select(name => name.ToString()));
    }

    [Fact]
    public void OpenWithoutLinks_fails_at_a_link_that_stays_below()
    {
        _scratch.Link("root/inner", "a/b");

        Assert.Equal(Errno.ELOOP, Assert.Throws<SyscallException>(() => _root.OpenWithoutLinks(FilePath.From("inner"))).Errno);
    }

    [Fact]
    public void TryStat_describes_the_link_and_not_its_target()
    {
        _scratch.Link("root/link", "/etc");

        Assert.Equal(FileKind.SymbolicLink, _root.TryStat(FilePath.From("link"))!.Kind);
        Assert.Equal(FileKind.Directory, _root.TryStat(FilePath.From("a"))!.Kind);
        Assert.Null(_root.TryStat(FilePath.From("missing")));
    }

    [Fact]
    public void CreateFile_on_a_link_fails_and_writes_nothing_through_it()
    {
        _scratch.Link("root/link", _scratch["outside/new"]);

        Assert.Equal(Errno.EEXIST, Assert.Throws<SyscallException>(() => _root.CreateFile(FilePath.From("link"))).Errno);
        Assert.False(File.Exists(_scratch["outside/new"]));
    }

    [Fact]
    public void RemoveTree_takes_depth_and_links_and_spares_what_they_name()
    {
        _scratch.Link("root/a/out", _scratch["outside"]);
        var deep = _scratch["root/a"];
        for (var depth = 0; depth < 300; depth++)
        {
            deep = Directory.CreateDirectory(Path.Combine(deep, "d")).FullName;
        }

        _root.RemoveTree(FilePath.From("a"));
        _root.RemoveTree(FilePath.From("a"));

        Assert.Empty(_root.ReadNames());
        Assert.Equal("outside", File.ReadAllText(_scratch["outside/secret"]));
    }

    [Theory]
    [InlineData(8u, 1u, 0x801ul)]
    [InlineData(259u, 65536u, (259ul << 8) | (65536ul << 12))]
    [InlineData(0xFFFu, 0xFFu, 0xFFFFFul)]
    public void Device_is_encoded_as_the_kernel_does(uint major, uint minor, ulong device) => Assert.Equal(device, DirectoryHandle.Device(major, minor));

    [Theory]
    [InlineData("")]
    [InlineData("a\0b")]
    public void FilePath_is_never_empty_and_has_no_nul(string text) => Assert.Throws<ArgumentException>(() => FilePath.From(text));
}
