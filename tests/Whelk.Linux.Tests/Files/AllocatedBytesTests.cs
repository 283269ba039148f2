using Whelk.Linux.Files;
using Xunit;

namespace Whelk.Linux.Tests.Files;

public sealed class AllocatedBytesTests : IDisposable
{
    private const long MiB = 1 << 20;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("allocated-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void AllocatedBytes_grows_by_what_is_written_also_further_down()
    {
        var empty = Measure();
        _folder.CreateSubdirectory("a/b");
        Write("a/b/file", (int)MiB);

        Assert.InRange(Measure() - empty, MiB, MiB + 65536);
    }

    [Fact]
    public void AllocatedBytes_of_a_hole_is_next_to_nothing()
    {
        using (var file = File.OpenWrite(Path.Combine(_folder.FullName, "sparse")))
        {
            file.SetLength(1024 * MiB);
        }

        Assert.InRange(Measure(), 0, 65536);
    }

    [Fact]
    public void AllocatedBytes_counts_a_file_with_two_names_once_and_follows_no_link()
    {
        Write("file", (int)MiB);
        var one = Measure();
        using (var folder = DirectoryHandle.Open(_folder.FullName))
        {
            folder.MakeHardLink(FilePath.From("again"), folder, FilePath.From("file"));
        }

        File.CreateSymbolicLink(Path.Combine(_folder.FullName, "link"), "/usr");

        Assert.InRange(Measure() - one, 0, 8192);
    }

    private long Measure()
    {
        using var folder = DirectoryHandle.Open(_folder.FullName);
        return folder.AllocatedBytes();
    }

    // With content, and on the disk: a file system may put off the allocation.
    private void Write(string name, int length)
    {
        var content = new byte[length];
        new Random(1).NextBytes(content);
        using var file = File.OpenHandle(Path.Combine(_folder.FullName, name), FileMode.Create, FileAccess.Write);
        RandomAccess.Write(file, content, 0);
        RandomAccess.FlushToDisk(file);
    }
}
