using System.Text;
using Whelk.Archives.Trees;
using Whelk.Engine.Files;
using Whelk.Engine.Inside;
using Whelk.Errors;
using Whelk.Linux.Files;
using Xunit;

namespace Whelk.Engine.Tests.Inside;

public sealed class InsideFileViewTests
{
    [Fact]
    public void ParseChanges_takes_names_of_any_bytes()
    {
        byte[] answer = [.. "1 /a b\n"u8, 0xFF, 0, .. "2 /"u8, 0];

        Assert.Equal(
            [new TreeChange(TreeChangeKind.Added, FilePath.From([.. "/a b\n"u8, 0xFF])), new TreeChange(TreeChangeKind.Deleted, FilePath.From("/"u8))],
            InsideFileView.ParseChanges(answer));
    }

    [Theory]
    [InlineData("a kind that is unknown", "3 /a\0")]
    [InlineData("a path that is not absolute", "0 a\0")]
    [InlineData("no path", "0 \0")]
    [InlineData("nothing", "\0")]
    [InlineData("an answer that breaks off", "0 /a\00 /b")]
    public void ParseChanges_refuses_what_is_not_understood(string trick, string answer)
    {
        var failure = Assert.Throws<WhelkException>(() => InsideFileView.ParseChanges(Encoding.UTF8.GetBytes(answer)));
        Assert.True(failure.Code == ErrorCode.Corrupt, trick);
    }

    [Fact]
    public void ParseChanges_ends_at_more_than_anybody_makes()
    {
        var answer = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("0 /\0", ChangeList.Most + 1)));

        Assert.Equal(ChangeList.Most, InsideFileView.ParseChanges(answer.AsSpan(0, answer.Length - 4)).Count);
        Assert.Equal(ErrorCode.Unavailable, Assert.Throws<WhelkException>(() => InsideFileView.ParseChanges(answer)).Code);
    }
}
