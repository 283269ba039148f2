using Whelk.Vm.Monitor;
using Whelk.Vm.Store;
using Whelk.Vm.Translation;
using Xunit;

namespace Whelk.Vm.Tests.Monitor;

/// <summary>What virtiofsd, and so a guest's root, can write: the binds that are to be written, and nothing beside them.</summary>
public sealed class StagingFolderTests : IDisposable
{
    private readonly ScratchFolder _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Enter_gives_the_binds_and_a_folder_that_cannot_be_written()
    {
        var folder = VmFolder.Of(Path.Combine(_scratch.Path, "root"), "id");
        folder.Create();
        var (written, read) = (_scratch.Folder("written"), _scratch.Folder("read"));
        var file = _scratch.File("file", "old");
        using (var staging = StagingFolder.Enter(folder, [Bind("0", written), Bind("1", read) with { ReadOnly = true }, Bind("2", file) with { IsFolder = false }]))
        {
            var path = StagingFolder.PathIn(folder);
            staging.Thread.Run(() =>
            {
                File.WriteAllText($"{path}/0/f", "new");
                File.WriteAllText($"{path}/2", "new");
                Assert.Throws<IOException>(() => File.WriteAllText($"{path}/1/f", "x"));
                Assert.Throws<IOException>(() => File.WriteAllText($"{path}/f", "x"));
                Assert.Throws<IOException>(() => Directory.CreateDirectory($"{path}/d"));
                Assert.Throws<IOException>(() => File.Delete($"{path}/2"));
            });
            Assert.Equal(["0", "1", "2"], Directory.EnumerateFileSystemEntries(path).Select(Path.GetFileName).Order());
        }

        Assert.Equal(("new", "new"), (File.ReadAllText(Path.Combine(written, "f")), File.ReadAllText(file)));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(StagingFolder.PathIn(folder), "0")));
        folder.Remove();
        Assert.True(File.Exists(Path.Combine(written, "f")));
    }

    [Fact]
    public void Add_shows_binds_to_a_mount_namespace_that_was_made_before_and_remove_takes_them_away()
    {
        var folder = VmFolder.Of(Path.Combine(_scratch.Path, "root"), "id");
        folder.Create();
        var (written, read) = (_scratch.Folder("written"), _scratch.Folder("read"));
        var file = _scratch.File("file", "old");
        HostBind[] binds = [Bind("pod-a/0", written), Bind("pod-a/1", read) with { ReadOnly = true }, Bind("pod-a/2", file) with { IsFolder = false }];
        using var staging = StagingFolder.Enter(folder, []);
        var path = StagingFolder.PathIn(folder);
        using var daemons = staging.Thread.Run(() => Linux.Namespaces.NamespaceThread.WithFollowingMounts(static () => { }));
        staging.Add(binds);
        daemons.Run(() =>
        {
            File.WriteAllText($"{path}/pod-a/0/f", "new");
            File.WriteAllText($"{path}/pod-a/2", "new");
            Assert.Throws<IOException>(() => File.WriteAllText($"{path}/pod-a/1/f", "x"));
            Assert.Throws<IOException>(() => File.WriteAllText($"{path}/pod-a/f", "x"));
        });
        Assert.Equal(("new", "new"), (File.ReadAllText(Path.Combine(written, "f")), File.ReadAllText(file)));
        staging.Remove(binds);
        staging.Remove(binds);
        staging.RemoveFolder("pod-a");
        Assert.Empty(Directory.EnumerateFileSystemEntries(path));
        Assert.True(File.Exists(Path.Combine(written, "f")));
    }

    [Fact]
    public void Add_of_what_is_not_there_leaves_nothing()
    {
        var folder = VmFolder.Of(Path.Combine(_scratch.Path, "root"), "id");
        folder.Create();
        using var staging = StagingFolder.Enter(folder, []);
        Assert.ThrowsAny<Errors.WhelkException>(() => staging.Add([Bind("pod-a/0", _scratch.Folder("there")), Bind("pod-a/1", "/no/such/folder")]));
        staging.RemoveFolder("pod-a");
        Assert.Empty(Directory.EnumerateFileSystemEntries(StagingFolder.PathIn(folder)));
    }

    [Fact]
    public void Remove_takes_a_tree_deeper_than_a_path_can_be_long()
    {
        var folder = VmFolder.Of(_scratch.Path, "deep");
        folder.Create();
        var here = Linux.Files.DirectoryHandle.Open(folder.DirectoryPath);
        var name = Linux.Files.FilePath.From(new string('d', 200));
        for (var depth = 0; depth < 100; depth++)
        {
            here.MakeDirectory(name, 0x1ED);
            var below = here.OpenWithoutLinks(name);
            here.Dispose();
            here = below;
        }

        here.Dispose();
        folder.Remove();
        Assert.False(folder.Exists);
    }

    private static HostBind Bind(string name, string path) => new(name, path, IsFolder: true, ReadOnly: false, Recursive: true);
}
