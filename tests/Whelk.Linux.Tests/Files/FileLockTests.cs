using Whelk.Linux.Files;
using Whelk.Linux.Native;
using Whelk.Linux.Processes;
using Whelk.Testing;
using Xunit;

namespace Whelk.Linux.Tests.Files;

[Collection(WholeProcessCollection.Name)]
public sealed class FileLockTests : IDisposable
{
    private readonly ScratchFolder _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void TryTake_is_null_while_somebody_holds_it()
    {
        using (FileLock.TryTake(_scratch["lock"]))
        {
            Assert.Null(FileLock.TryTake(_scratch["lock"]));
        }

        using var again = FileLock.TryTake(_scratch["lock"]);
        Assert.NotNull(again);
        Assert.True(File.Exists(_scratch["lock"]));
    }

    [Fact]
    public async Task Lock_keeps_other_processes_out_and_is_not_inherited()
    {
        var command = new SpawnOptions { Path = "/usr/bin/flock", Arguments = ["--nonblock", _scratch["lock"], "/bin/true"] };
        using (FileLock.Take(_scratch["lock"]))
        {
            Assert.Equal(1, (await ChildProcess.RunAsync(command, CancellationToken.None)).Status.Code);
        }

        Assert.Equal(0, (await ChildProcess.RunAsync(command, CancellationToken.None)).Status.Code);
    }

    [Fact]
    public async Task Take_waits_until_the_lock_is_free()
    {
        var held = FileLock.Take(_scratch["lock"]);
        var waiting = Task.Run(() => FileLock.Take(_scratch["lock"]));
        held.Dispose();

        using var taken = await waiting;
        Assert.Null(FileLock.TryTake(_scratch["lock"]));
    }

    [Fact]
    public void TryTake_in_a_folder_that_is_missing_throws() =>
        Assert.Equal(Errno.ENOENT, Assert.Throws<SyscallException>(() => FileLock.TryTake(_scratch["gone/lock"])).Errno);
}
