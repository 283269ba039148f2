using Whelk.Engine.Volumes;
using Whelk.Errors;
using Whelk.Testing;
using Xunit;

namespace Whelk.Engine.Tests.Volumes;

public sealed class VolumeStoreTests : IDisposable
{
    private static readonly Dictionary<string, string> NoLabels = [];

    private readonly ScratchFolder _scratch = new();
    private readonly VolumeStore _store;

    public VolumeStoreTests() => _store = new VolumeStore(_scratch["volumes"], new ManualClock(DateTimeOffset.UnixEpoch));

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Created_volume_is_found_also_by_the_next_store()
    {
        _store.Create("data", new Dictionary<string, string> { ["a"] = "b" });
        var again = new VolumeStore(_scratch["volumes"], TimeProvider.System).Find("data");

        Assert.Equal(("data", DateTimeOffset.UnixEpoch, "b", false), (again.Name, again.CreatedAt, again.Labels["a"], again.Anonymous));
        Assert.True(Directory.Exists(_store.MountPointOf("data")));
    }

    [Fact]
    public void Create_of_one_that_is_there_gives_it_as_it_is()
    {
        _store.Create("data", NoLabels);
        File.WriteAllText(Path.Combine(_store.MountPointOf("data"), "file"), "x");

        var (again, made) = _store.Create("data", new Dictionary<string, string> { ["new"] = "label" });

        Assert.False(made);
        Assert.Empty(again.Labels);
        Assert.True(File.Exists(Path.Combine(_store.MountPointOf("data"), "file")));
    }

    [Fact]
    public void Create_without_a_name_is_anonymous()
    {
        var (volume, made) = _store.Create(null, NoLabels);

        Assert.True(made);
        Assert.True(volume.Anonymous);
        Assert.Matches("^[0-9a-f]{64}$", volume.Name);
    }

    [Theory]
    [InlineData("../up")]
    [InlineData("a/b")]
    [InlineData("ab\n")]
    [InlineData(".")]
    [InlineData("x")]
    public void Name_that_is_none_makes_nothing(string name)
    {
        Assert.Equal(ErrorCode.InvalidArgument, Assert.Throws<WhelkException>(() => _store.Create(name, NoLabels)).Code);
        Assert.Equal(ErrorCode.NotFound, Assert.Throws<WhelkException>(() => _store.Find(name)).Code);
        Assert.Empty(_store.List());
    }

    [Fact]
    public void Remove_takes_the_content_along_and_may_be_called_twice()
    {
        _store.Create("data", NoLabels);
        File.WriteAllText(Path.Combine(_store.MountPointOf("data"), "file"), "x");
        _store.Remove("data");
        _store.Remove("data");

        Assert.Empty(_store.List());
        Assert.Empty(Directory.EnumerateFileSystemEntries(_scratch["volumes"]));
    }

    [Fact]
    public void Making_that_was_cut_off_is_no_volume_and_can_be_made_again()
    {
        Directory.CreateDirectory(_store.MountPointOf("data"));

        Assert.Empty(_store.List());
        Assert.Equal("data", _store.Create("data", NoLabels).Volume.Name);
    }
}
