using Whelk.Engine.Leftovers;
using Whelk.Errors;
using Xunit;

namespace Whelk.Engine.Tests.Leftovers;

public sealed class DaemonLockTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("daemon-lock-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Root_of_a_daemon_that_is_gone_tells_its_run_folder()
    {
        await TakeAndGoAsync("root");

        var (taken, paths) = await TakeOverAsync("root");
        using (taken)
        {
            Assert.Equal(Path.Combine(_folder.FullName, "run"), paths.Run);
        }
    }

    [Fact]
    public async Task Root_and_run_folder_have_one_daemon_each()
    {
        using var taken = await DaemonLock.TakeAsync(Paths("root", "run"), CancellationToken.None);

        Assert.Equal(ErrorCode.Conflict, (await Assert.ThrowsAsync<WhelkException>(() => DaemonLock.TakeAsync(Paths("root", "other"), CancellationToken.None))).Code);
        Assert.Equal(ErrorCode.Conflict, (await Assert.ThrowsAsync<WhelkException>(() => DaemonLock.TakeAsync(Paths("other", "run"), CancellationToken.None))).Code);
        Assert.Equal(ErrorCode.Conflict, (await Assert.ThrowsAsync<WhelkException>(() => TakeOverAsync("root"))).Code);
    }

    [Fact]
    public async Task Root_whose_run_folder_another_took_is_refused()
    {
        await TakeAndGoAsync("root");
        await TakeAndGoAsync("other");

        Assert.Equal(ErrorCode.Conflict, (await Assert.ThrowsAsync<WhelkException>(() => TakeOverAsync("root"))).Code);
    }

    [Fact]
    public async Task Root_that_says_nothing_is_refused()
    {
        await File.WriteAllTextAsync(Paths("root", "run").RootLock, string.Empty);

        Assert.Equal(ErrorCode.InvalidState, (await Assert.ThrowsAsync<WhelkException>(() => TakeOverAsync("root"))).Code);
        Assert.Equal(ErrorCode.NotFound, (await Assert.ThrowsAsync<WhelkException>(() => TakeOverAsync("none"))).Code);
    }

    private async Task TakeAndGoAsync(string root) => (await DaemonLock.TakeAsync(Paths(root, "run"), CancellationToken.None)).Dispose();

    private Task<(DaemonLock Lock, EnginePaths Paths)> TakeOverAsync(string root) => DaemonLock.TakeOverAsync(Path.Combine(_folder.FullName, root), CancellationToken.None);

    private EnginePaths Paths(string root, string run) => new(_folder.CreateSubdirectory(root).FullName, _folder.CreateSubdirectory(run).FullName);
}
