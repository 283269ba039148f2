using System.Text;
using Whelk.Linux.Files;
using Whelk.Linux.Processes;
using Whelk.Testing;
using Xunit;

namespace Whelk.Linux.Tests.Files;

public sealed class SealedFileTests : IDisposable
{
    private readonly ScratchFolder _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Copy_has_the_content_and_takes_no_other()
    {
        using var copy = SealedFile.Copy(_scratch.File("program", "as it was"));
        var content = new byte[20];

        Assert.Equal(9, RandomAccess.Read(copy, content, 0));
        Assert.Equal("as it was", Encoding.UTF8.GetString(content, 0, 9));
        Assert.ThrowsAny<Exception>(() => RandomAccess.Write(copy, [1], 0));
        Assert.ThrowsAny<Exception>(() => File.WriteAllText(MemoryFile.PathOf(copy), "another"));
    }

    [Fact]
    public async Task Copy_of_a_program_runs_by_its_path_also_for_whoever_opens_it()
    {
        using var copy = SealedFile.Copy("/bin/echo");
        using var opened = SealedFile.TryOpen(MemoryFile.PathOf(copy));
        var result = await ChildProcess.RunAsync(new SpawnOptions { Path = MemoryFile.PathOf(opened!), Name = "echo", Arguments = ["from", "memory"] }, CancellationToken.None);

        Assert.Equal("from memory\n", result.Output);
    }

    [Fact]
    public void TryOpen_of_what_is_not_sealed_or_not_there_is_null()
    {
        using var open = MemoryFile.Create("open");

        Assert.Null(SealedFile.TryOpen(MemoryFile.PathOf(open)));
        Assert.Null(SealedFile.TryOpen(_scratch.File("file", "x")));
        Assert.Null(SealedFile.TryOpen(_scratch["none"]));
    }
}
