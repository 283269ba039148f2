using Whelk.Linux.Mounts;
using Whelk.Linux.Native;
using Whelk.Testing;
using Xunit;

namespace Whelk.Linux.Tests.Mounts;

public sealed class MountTests : IDisposable
{
    private readonly ScratchFolder _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("plain")]
    [InlineData("with blank\tand\\backslash")]
    public void Table_contains_a_mount_point_until_it_is_removed(string name)
    {
        var target = _scratch.Folder(name);
        Mount.Add("tmpfs", target, "tmpfs", MountFlags.MS_NOSUID | MountFlags.MS_NODEV, "size=64k");
        try
        {
            Assert.True(MountTable.Contains(target));
            Assert.False(MountTable.Contains(target + "/"));
        }
        finally
        {
            Mount.Remove(target);
        }

        Assert.False(MountTable.Contains(target));
    }

    [Fact]
    public void Remove_of_nothing_is_success()
    {
        Mount.Remove(_scratch.Folder("plain"));
        Mount.Remove(_scratch["gone"]);
    }

    [Fact]
    public void Remove_does_not_follow_a_link()
    {
        var target = _scratch.Folder("real");
        Mount.Add("tmpfs", target, "tmpfs");
        try
        {
            Mount.Remove(_scratch.Link("link", target));
            Assert.True(MountTable.Contains(target));
        }
        finally
        {
            Mount.Remove(target);
        }
    }

    [Fact]
    public void Add_that_fails_names_the_target()
    {
        var error = Assert.Throws<SyscallException>(() => Mount.Add("none", _scratch["gone"], "tmpfs"));

        Assert.Equal(("mount", _scratch["gone"], Errno.ENOENT), (error.Call, error.Subject, error.Errno));
    }
}
