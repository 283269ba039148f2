using Whelk.Linux.Files;
using Whelk.Linux.Native;
using Whelk.Testing;
using Xunit;

namespace Whelk.Linux.Tests.Files;

public sealed class FolderChangesTests : IDisposable
{
    private readonly ScratchFolder _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Take_names_what_was_renamed_into_place_or_removed_since_the_last_call()
    {
        Directory.CreateDirectory(_scratch["names"]);
        using var changes = new FolderChanges(_scratch["names"]);
        AtomicFile.Write(_scratch["names/one"], "1", durable: false);
        AtomicFile.Write(_scratch["names/a name of more than sixteen bytes"], "2", durable: false);
        File.Delete(_scratch["names/one"]);

        Assert.Equal(["one", "a name of more than sixteen bytes", "one"], changes.Take()!);
        Assert.Empty(changes.Take()!);
    }

    [Fact]
    public async Task NextAsync_completes_with_a_change()
    {
        using var changes = new FolderChanges(_scratch[string.Empty]);
        var next = changes.NextAsync(CancellationToken.None);
        Assert.False(next.IsCompleted);
        AtomicFile.Write(_scratch["one"], "1", durable: false);
        await next.WaitAsync(TimeSpan.FromSeconds(5));
        Assert.Equal(["one"], changes.Take()!);
    }

    [Fact]
    public void Watching_a_folder_that_is_not_there_fails() =>
        Assert.Equal(Errno.ENOENT, Assert.Throws<SyscallException>(() => new FolderChanges(_scratch["nowhere"])).Errno);

    [Fact]
    public void TryRead_gives_the_start_of_a_file_and_follows_no_link()
    {
        AtomicFile.Write(_scratch["file"], "content", durable: false);
        File.CreateSymbolicLink(_scratch["link"], _scratch["file"]);
        using var folder = DirectoryHandle.Open(_scratch[string.Empty]);
        var buffer = new byte[4];

        Assert.Equal(4, folder.TryRead(FilePath.From("file"), buffer));
        Assert.Equal("cont"u8, buffer);
        Assert.Equal(-1, folder.TryRead(FilePath.From("other"), buffer));
        Assert.Equal(Errno.ELOOP, Assert.Throws<SyscallException>(() => folder.TryRead(FilePath.From("link"), buffer)).Errno);
    }
}
