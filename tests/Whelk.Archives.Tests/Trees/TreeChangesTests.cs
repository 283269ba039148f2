using Whelk.Archives.Trees;
using Whelk.Linux.Files;
using Whelk.Testing;
using Xunit;

namespace Whelk.Archives.Tests.Trees;

public sealed class TreeChangesTests : IDisposable
{
    private readonly ScratchFolder _scratch = new();

    public TreeChangesTests()
    {
        _scratch.Folder("upper");
        _scratch.Folder("lower");
    }

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Find_nothing_changed_tells_nothing() => Assert.Equal(string.Empty, Find());

    [Fact]
    public void Find_added_file_tells_its_folders_too()
    {
        _scratch.Folder("lower/a/b");
        _scratch.File("upper/a/b/new", "x");

        Assert.Equal("0/a 0/a/b 1/a/b/new", Find());
    }

    [Fact]
    public void Find_whiteout_tells_what_is_gone()
    {
        _scratch.File("lower/a/f", "x");
        Whiteout("upper/a", "f");
        Whiteout("upper/a", "never-there");

        Assert.Equal("0/a 2/a/f", Find());
    }

    [Fact]
    public void Find_opaque_folder_tells_all_that_is_gone()
    {
        _scratch.File("lower/a/f", "x");
        _scratch.File("lower/a/g", "x");
        _scratch.File("upper/a/g", "other");
        using (var upper = DirectoryHandle.Open(_scratch["upper"]))
        {
            upper.SetAttribute(FilePath.From("a"), new ExtendedAttribute(FilePath.From("trusted.overlay.opaque"), "y"u8.ToArray()));
        }

        Assert.Equal("0/a 2/a/f 0/a/g", Find());
    }

    [Fact]
    public void Find_copy_without_a_change_is_none()
    {
        var time = DateTime.UnixEpoch;
        foreach (var side in new[] { "lower", "upper" })
        {
            File.SetLastWriteTimeUtc(_scratch.File($"{side}/a/f", "x"), time);
        }

        Assert.Equal(string.Empty, Find());
    }

    [Fact]
    public void Find_places_of_the_runtime_are_none()
    {
        _scratch.Folder("lower/etc");
        _scratch.File("upper/etc/hosts", string.Empty);
        _scratch.Folder("upper/proc");

        Assert.Equal(string.Empty, Find("/etc/hosts", "/proc"));
    }

    [Fact]
    public void Find_folder_in_place_of_a_file_is_modified_and_its_files_added()
    {
        _scratch.File("lower/a", "x");
        _scratch.File("upper/a/f", "x");

        Assert.Equal("0/a 1/a/f", Find());
    }

    [Fact]
    public void Find_added_folder_is_told_once()
    {
        _scratch.File("upper/a/f", "x");
        _scratch.File("upper/a/g/h", "x");

        Assert.Equal("1/a 1/a/f 1/a/g 1/a/g/h", Find());
    }

    private void Whiteout(string folder, string name)
    {
        using var handle = DirectoryHandle.Open(_scratch.Folder(folder));
        handle.MakeNode(FilePath.From(name), FileKind.CharacterDevice, 0, 0);
    }

    private string Find(params string[] hidden)
    {
        using var upper = DirectoryHandle.Open(_scratch["upper"]);
        using var lower = DirectoryHandle.Open(_scratch["lower"]);
        var found = new List<string>();
        new TreeChanges(hidden.ToHashSet(), change => found.Add($"{(int)change.Kind}{change.Path}")).Find(upper, lower);
        return string.Join(' ', found);
    }
}
