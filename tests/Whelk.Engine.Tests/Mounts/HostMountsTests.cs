using Whelk.Engine.Mounts;
using Whelk.Linux.Mounts;
using Whelk.Testing;
using Xunit;

namespace Whelk.Engine.Tests.Mounts;

public sealed class HostMountsTests : IAsyncLifetime
{
    private readonly ScratchFolder _scratch = new();
    private readonly string _folder;
    private readonly HostMounts _mounts;
    private int _made;

    public HostMountsTests()
    {
        _folder = Path.Combine(_scratch, "mnt");
        _mounts = new HostMounts(_folder);
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await new HostMounts(_folder).SweepAsync();
        _scratch.Dispose();
    }

    [Fact]
    public async Task Mount_is_made_for_the_first_user_and_goes_with_the_last()
    {
        var path = await _mounts.HoldAsync("a", "one", isFile: false, Make);
        await File.WriteAllTextAsync(Path.Combine(path, "kept"), "x", TestContext.Current.CancellationToken);
        await _mounts.HoldAsync("a", "two", isFile: false, Make);
        await _mounts.HoldAsync("a", "two", isFile: false, Make);

        await _mounts.ReleaseAsync("one");
        Assert.True(File.Exists(Path.Combine(path, "kept")));
        await _mounts.ReleaseAsync("two");

        Assert.Equal((1, false, false), (_made, MountTable.Contains(path), Directory.Exists(_folder)));
    }

    [Fact]
    public async Task File_is_bound_onto_a_file()
    {
        var source = Path.Combine(_scratch, "source");
        await File.WriteAllTextAsync(source, "content", TestContext.Current.CancellationToken);

        var path = await _mounts.HoldAsync("f", "one", isFile: true, target => Do(() => Mount.Bind(source, target)));
        Assert.Equal("content", await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));
        await _mounts.ReleaseAsync("one");

        Assert.False(Directory.Exists(_folder));
    }

    [Fact]
    public async Task Later_daemon_takes_over_what_is_used_and_sweeps_the_rest()
    {
        var used = await _mounts.HoldAsync("used", "one", isFile: false, Make);
        var left = await _mounts.HoldAsync("left", "two", isFile: false, Make);

        var later = new HostMounts(_folder);
        await later.HoldAsync("used", "one", isFile: false, Make);
        await later.SweepAsync();

        Assert.Equal((2, true, false), (_made, MountTable.Contains(used), Directory.Exists(left)));
        await later.ReleaseAsync("one");
        Assert.False(MountTable.Contains(_folder));
    }

    [Fact]
    public async Task Mount_that_fails_leaves_nothing()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => _mounts.HoldAsync("a", "one", isFile: false, _ => throw new InvalidOperationException("no")));
        await _mounts.ReleaseAsync("one");

        Assert.False(Directory.Exists(_folder));
    }

    private Task Make(string path) => Do(() =>
    {
        _made++;
        Mount.Add("tmpfs", path, "tmpfs", data: "size=64k");
    });

    private static Task Do(Action action)
    {
        action();
        return Task.CompletedTask;
    }
}
