using Whelk.Linux.Mounts;
using Whelk.Linux.Namespaces;
using Whelk.Linux.Netlink;
using Whelk.Linux.Processes;
using Whelk.Testing;
using Xunit;

namespace Whelk.Linux.Tests.Namespaces;

public sealed class NamespaceThreadTests : IDisposable
{
    private readonly ScratchFolder _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Private_mounts_are_seen_by_the_thread_and_its_children_alone()
    {
        var target = _scratch.Folder("mnt");
        using var thread = NamespaceThread.WithPrivateMounts(() => Mount.Add("tmpfs", target, "tmpfs"));
        thread.Run(() => File.WriteAllText(Path.Combine(target, "inside"), "seen"));
        var child = await thread.Run(() => ChildProcess.RunAsync(new SpawnOptions { Path = "/bin/cat", Arguments = [Path.Combine(target, "inside")] }, CancellationToken.None));

        Assert.Equal("seen", child.Output);
        Assert.Empty(Directory.GetFileSystemEntries(target));
        Assert.False(MountTable.Contains(target));
    }

    [Fact]
    public void Private_mounts_end_with_the_thread()
    {
        var target = _scratch.Folder("mnt");
        using (NamespaceThread.WithPrivateMounts(() => Mount.Add("tmpfs", target, "tmpfs")))
        {
        }

        Directory.Delete(target);
        Assert.False(Directory.Exists(target));
    }

    [Fact]
    public void Preparation_that_fails_comes_through() => Assert.Equal(
        "no", Assert.Throws<InvalidOperationException>(() => NamespaceThread.WithPrivateMounts(() => throw new InvalidOperationException("no"))).Message);

    [Fact]
    public void Run_gives_results_in_order_and_errors_to_who_asked()
    {
        using var thread = NamespaceThread.Plain("test");

        Assert.Equal(1, thread.Run(() => 1));
        Assert.Equal("no", Assert.Throws<InvalidOperationException>(() => thread.Run(() => throw new InvalidOperationException("no"))).Message);
        Assert.Equal(thread.Run(() => Environment.CurrentManagedThreadId), thread.Run(() => Environment.CurrentManagedThreadId));
    }

    [Fact]
    public async Task Network_of_a_path_is_the_one_that_was_pinned_there()
    {
        var path = _scratch["net"];
        await NetworkNamespace.CreateAsync(path, () => File.WriteAllText(_scratch["made"], NetworkOfThisThread()));
        try
        {
            using var thread = NamespaceThread.InNetwork(path);

            Assert.Equal(File.ReadAllText(_scratch["made"]), thread.Run(NetworkOfThisThread));
            Assert.NotEqual(NetworkOfThisThread(), thread.Run(NetworkOfThisThread));
            Assert.Equal(["lo"], thread.Run(() => Links()));
        }
        finally
        {
            NetworkNamespace.Unpin(path);
            NetworkNamespace.Unpin(path);
        }

        Assert.False(File.Exists(path));
    }

    [Fact]
    public async Task Network_that_cannot_be_prepared_leaves_nothing()
    {
        var path = _scratch["net"];
        await Assert.ThrowsAsync<InvalidOperationException>(() => NetworkNamespace.CreateAsync(path, () => throw new InvalidOperationException("no")));

        Assert.False(File.Exists(path));
    }

    [Fact]
    public async Task Network_on_a_path_that_is_taken_throws_and_keeps_the_file()
    {
        var path = _scratch.File("net", "mine");
        await Assert.ThrowsAsync<IOException>(() => NetworkNamespace.CreateAsync(path, () => { }));

        Assert.Equal("mine", File.ReadAllText(path));
    }

    private static string NetworkOfThisThread() => new FileInfo("/proc/thread-self/ns/net").LinkTarget!;

    private static IEnumerable<string> Links()
    {
        using var socket = RouteSocket.Open();
        return [.. socket.Links().Select(link => link.Name)];
    }
}
