using System.Text;
using Whelk.Errors;
using Whelk.Archives.Trees;
using Whelk.Linux.Files;
using Xunit;

namespace Whelk.Archives.Tests.Trees;

public sealed class FolderTimesTests
{
    [Fact]
    public void Set_keeps_a_folder_once_with_its_last_time()
    {
        var times = new FolderTimes(limit: 100);
        for (var time = 0; time < 1000; time++)
        {
            times.Set(PathOf($"./a//b/../b/{(time % 2 == 0 ? string.Empty : "./")}"), At(time));
        }

        var (path, seconds, _) = Assert.Single(times.All);
        Assert.Equal(("a/b", 999L), (path.Whole.ToString(), seconds));
    }

    [Fact]
    public void Set_of_more_than_its_bound_is_corrupt()
    {
        var times = new FolderTimes(limit: 700);
        var error = Assert.Throws<WhelkException>(() =>
        {
            for (var folder = 0; folder < 11; folder++)
            {
                times.Set(PathOf($"l/l/{folder}"), At(0));
            }
        });

        Assert.Equal(ErrorCode.Corrupt, error.Code);
    }

    [Theory]
    [InlineData(".", ".")]
    [InlineData("a", "a")]
    [InlineData("a/b/c", "a/b/c")]
    public void Whole_parses_to_itself(string name, string whole)
    {
        var path = PathOf(PathOf(name).Whole.ToString());

        Assert.Equal(whole, path.Whole.ToString());
    }

    private static EntryPath PathOf(string name) => EntryPath.TryParse(FilePath.From(Encoding.UTF8.GetBytes(name)))!;

    private static FileMetadata At(long seconds) => new() { Uid = 0, Gid = 0, Mode = 0, Seconds = seconds };
}
