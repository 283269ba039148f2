using Whelk.Engine.Mounts;
using Whelk.Linux.Mounts;
using Whelk.Testing;
using Xunit;

namespace Whelk.Engine.Tests.Mounts;

public sealed class HostMountsTests : IDisposable
{
    private readonly ScratchFolder _scratch = new();
    private readonly string _folder;
    private readonly HostMounts _mounts;

    public HostMountsTests()
    {
        _folder = Path.Combine(_scratch, "mnt");
        _mounts = new HostMounts(_folder);
    }

    public void Dispose()
    {
        new HostMounts(_folder).Sweep();
        _scratch.Dispose();
    }

    [Fact]
    public void Mount_is_made_for_the_first_user_and_goes_with_the_last()
    {
        var made = 0;
        var path = _mounts.Hold("a", "one", target => Mount(target, ref made));
        File.WriteAllText(Path.Combine(path, "kept"), "x");
        _mounts.Hold("a", "two", target => Mount(target, ref made));
        _mounts.Hold("a", "two", target => Mount(target, ref made));

        _mounts.Release("one");
        Assert.True(File.Exists(Path.Combine(path, "kept")));
        _mounts.Release("two");

        Assert.Equal((1, false, false), (made, MountTable.Contains(path), Directory.Exists(_folder)));
    }

    [Fact]
    public void Later_daemon_takes_over_what_is_used_and_sweeps_the_rest()
    {
        var made = 0;
        var used = _mounts.Hold("used", "one", target => Mount(target, ref made));
        var left = _mounts.Hold("left", "two", target => Mount(target, ref made));

        var later = new HostMounts(_folder);
        later.Hold("used", "one", target => Mount(target, ref made));
        later.Sweep();

        Assert.Equal((2, true, false), (made, MountTable.Contains(used), Directory.Exists(left)));
        later.Release("one");
        Assert.False(MountTable.Contains(_folder));
    }

    [Fact]
    public void Mount_that_fails_leaves_nothing()
    {
        Assert.Throws<InvalidOperationException>(() => _mounts.Hold("a", "one", _ => throw new InvalidOperationException("no")));
        _mounts.Release("one");

        Assert.False(Directory.Exists(_folder));
    }

    private static void Mount(string path, ref int made)
    {
        made++;
        Whelk.Linux.Mounts.Mount.Add("tmpfs", path, "tmpfs", data: "size=64k");
    }
}
