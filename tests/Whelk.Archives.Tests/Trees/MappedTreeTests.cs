using Whelk.Archives.Tar;
using Whelk.Archives.Trees;
using Whelk.Errors;
using Whelk.Linux.Files;
using Whelk.Linux.Namespaces;
using Whelk.Testing;
using Xunit;

namespace Whelk.Archives.Tests.Trees;

/// <summary>A tree whose files have ids of a user namespace: archives have those inside it.</summary>
public sealed class MappedTreeTests : IDisposable
{
    private static readonly IdRange Ids = new(300000, 1000);
    private static readonly FilePath Name = FilePath.From("program");
    private static readonly FilePath Capability = FilePath.From("security.capability");

    // cap_net_raw+ep for whoever is root where the file is (version 2), and for a namespace whose root is 300000 (version 3).
    private static readonly byte[] ForHost = [1, 0, 0, 2, 0, 0x20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    private static readonly byte[] ForNamespace = [1, 0, 0, 3, .. ForHost[4..], 0xE0, 0x93, 0x04, 0];
    private readonly ScratchFolder _scratch = new();

    public MappedTreeTests()
    {
        _scratch.File("tree/program", "x");
        _scratch.File("tree/hosts", "y");
    }

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Pack_gives_the_ids_inside_and_nobody_for_others()
    {
        using var root = DirectoryHandle.Open(_scratch["tree"]);
        root.SetMetadata(Name, new FileMetadata { Uid = 300000, Gid = 300999, Mode = 0x1ED, Seconds = 0 }, FileKind.Regular);
        root.SetMetadata(FilePath.From("hosts"), new FileMetadata { Uid = 0, Gid = 301000, Mode = 0x1ED, Seconds = 0 }, FileKind.Regular);

        var entries = Pack(root);

        Assert.Equal((0u, 999u), Owner(entries.Single(entry => entry.Name == Name)));
        Assert.Equal((IdRange.Nobody, IdRange.Nobody), Owner(entries.Single(entry => entry.Name == FilePath.From("hosts"))));
    }

    [Fact]
    public void Unpack_of_what_was_packed_is_the_same_again()
    {
        using var root = DirectoryHandle.Open(_scratch["tree"]);
        root.SetMetadata(Name, new FileMetadata { Uid = 300005, Gid = 300006, Mode = 0x1ED, Seconds = 0 }, FileKind.Regular);
        root.SetAttribute(Name, new ExtendedAttribute(Capability, ForNamespace));
        root.RemoveTree(FilePath.From("hosts"));
        using var stream = Archive(root);
        Assert.Equal(ForHost, Read(stream).Single(entry => entry.Name == Name).Metadata.Attributes.Single().Value.ToArray());
        root.RemoveTree(Name);

        stream.Position = 0;
        new TreeUnpacker(new FileTree(root, Ids), TreePath.Parse("/"), new UnpackOptions()).Unpack(new TarReader(stream), CancellationToken.None);

        var status = root.TryStat(Name)!;
        Assert.Equal((300005u, 300006u), (status.Uid, status.Gid));
        Assert.Equal(ForNamespace, root.TryGetAttribute(Name, Capability));
    }

    [Fact]
    public void Unpack_of_an_id_that_is_not_in_the_namespace_is_refused()
    {
        using var root = DirectoryHandle.Open(_scratch["tree"]);
        using var archive = new MemoryStream(TarWriterForTests.Of(tar => tar.File("f", "x")));

        var error = Assert.Throws<WhelkException>(() => new TreeUnpacker(new FileTree(root, Ids), TreePath.Parse("/"), new UnpackOptions { Owner = (1000, 0) }).Unpack(new TarReader(archive), CancellationToken.None));

        Assert.Equal("container ID 1000 cannot be mapped to a host ID", error.Message);
    }

    private static (uint Uid, uint Gid) Owner(TarEntry entry) => (entry.Metadata.Uid, entry.Metadata.Gid);

    private static MemoryStream Archive(DirectoryHandle root)
    {
        var stream = new MemoryStream();
        var archive = new TarWriter(stream);
        new TreePacker(new FileTree(root, Ids), archive, CancellationToken.None).PackAll();
        archive.WriteEnd();
        stream.Position = 0;
        return stream;
    }

    private static List<TarEntry> Pack(DirectoryHandle root)
    {
        using var stream = Archive(root);
        return Read(stream);
    }

    private static List<TarEntry> Read(MemoryStream stream)
    {
        var reader = new TarReader(stream);
        var entries = new List<TarEntry>();
        while (reader.Next() is { } entry)
        {
            entries.Add(entry);
        }

        return entries;
    }
}
