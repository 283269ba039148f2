using Whelk.Linux.Files;
using Whelk.Linux.Native;
using Whelk.Testing;
using Xunit;

namespace Whelk.Linux.Tests.Files;

public sealed class FileChangesTests : IDisposable
{
    private readonly ScratchFolder _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Next_completes_when_the_file_has_grown()
    {
        var path = _scratch.File("log", "one");
        using var changes = new FileChanges(path);
        var next = changes.NextAsync(CancellationToken.None);
        Assert.False(next.IsCompleted);
        await File.AppendAllTextAsync(path, "two");

        await next;
    }

    [Fact]
    public async Task Next_can_be_cancelled()
    {
        using var changes = new FileChanges(_scratch.File("log", "one"));
        using var cancellation = new CancellationTokenSource();
        var next = changes.NextAsync(cancellation.Token);
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);
    }

    [Fact]
    public void File_that_is_missing_throws() =>
        Assert.Equal(Errno.ENOENT, Assert.Throws<SyscallException>(() => new FileChanges(_scratch["gone"])).Errno);
}
