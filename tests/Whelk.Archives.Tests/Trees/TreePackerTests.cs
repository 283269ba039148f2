using Whelk.Archives.Tar;
using Whelk.Archives.Trees;
using Whelk.Linux.Files;
using Whelk.Testing;
using Xunit;

namespace Whelk.Archives.Tests.Trees;

public sealed class TreePackerTests : IDisposable
{
    private readonly ScratchFolder _scratch = new();

    public TreePackerTests()
    {
        _scratch.File("secret", "the host's");
        _scratch.File("root/dir/b", "bb");
        _scratch.File("root/dir/a", "a");
        _scratch.Link("root/link", "dir");
        _scratch.Link("root/out", "/../secret");
    }

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("/dir", "dir/ dir/a dir/b")]
    [InlineData("/dir/", "dir/ dir/a dir/b")]
    [InlineData("/dir/.", "./ ./a ./b")]
    [InlineData("/dir/a", "a")]
    [InlineData("/link", "link")]
    [InlineData("/link/", "link/ link/a link/b")]
    [InlineData("/link/.", "./ ./a ./b")]
    [InlineData("/", "/ /dir/ /dir/a /dir/b /link /out")]
    public void Pack_names_are_those_of_docker_cp(string path, string expected) =>
        Assert.Equal(expected, string.Join(' ', Entries(packer => packer.Pack(TreePath.Parse(path))).Select(entry => entry.Name)));

    [Fact]
    public void PackAll_names_begin_at_the_root() =>
        Assert.Equal("dir/ dir/a dir/b link out", string.Join(' ', Entries(packer => packer.PackAll()).Select(entry => entry.Name)));

    [Fact]
    public void Pack_second_name_of_a_file_is_a_hard_link()
    {
        using (var root = DirectoryHandle.Open(_scratch["root/dir"]))
        {
            root.MakeHardLink(FilePath.From("c"), root, FilePath.From("a"));
        }

        var entries = Entries(packer => packer.Pack(TreePath.Parse("/dir")));

        Assert.Equal(TarEntryKind.HardLink, entries[^1].Kind);
        Assert.Equal("dir/a", entries[^1].LinkName.ToString());
    }

    [Theory]
    [InlineData("/out", "/secret", false)]
    [InlineData("/link", "/dir", true)]
    [InlineData("/link/a", "/dir/a", false)]
    [InlineData("/dir", "/dir", true)]
    public void TryStat_resolves_within_the_tree(string path, string resolved, bool leadsToFolder)
    {
        using var root = DirectoryHandle.Open(_scratch["root"]);

        var status = new FileTree(root).TryStat(TreePath.Parse(path))!;

        Assert.Equal((resolved, leadsToFolder), (status.Resolved, status.LeadsToFolder));
    }

    [Theory]
    [InlineData("/../secret")]
    [InlineData("/out/")]
    [InlineData("/dir/a/x")]
    [InlineData("/missing/x")]
    public void TryStat_what_is_not_in_the_tree_is_not_there(string path)
    {
        using var root = DirectoryHandle.Open(_scratch["root"]);

        Assert.Null(new FileTree(root).TryStat(TreePath.Parse(path)));
    }

    [Fact]
    public void Resolve_links_in_a_circle_are_refused()
    {
        _scratch.Link("root/x", "y");
        _scratch.Link("root/y", "x");
        using var root = DirectoryHandle.Open(_scratch["root"]);

        Assert.Throws<Whelk.Errors.WhelkException>(() => new FileTree(root).Resolve(TreePath.Parse("/x")));
    }

    private List<TarEntry> Entries(Action<TreePacker> pack)
    {
        using var root = DirectoryHandle.Open(_scratch["root"]);
        using var stream = new MemoryStream();
        var archive = new TarWriter(stream);
        pack(new TreePacker(new FileTree(root), archive, CancellationToken.None));
        archive.WriteEnd();
        stream.Position = 0;
        var reader = new TarReader(stream);
        var entries = new List<TarEntry>();
        while (reader.Next() is { } entry)
        {
            entries.Add(entry);
        }

        return entries;
    }
}
