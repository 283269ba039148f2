using System.Text;
using Whelk.Errors;
using Xunit;

namespace Whelk.Api.Tests;

public sealed class DetachKeysTests
{
    [Theory]
    [InlineData("ctrl-p,ctrl-q", "hello", "hello", false)]
    [InlineData("ctrl-p,ctrl-q", "hi\u0010\u0011", "hi", true)]
    [InlineData("ctrl-p,ctrl-q", "\u0010x", "\u0010x", false)]
    [InlineData("ctrl-p,ctrl-q", "\u0010\u0010\u0011", "\u0010", true)]
    [InlineData("ctrl-p,ctrl-q", "\u0011", "\u0011", false)]
    [InlineData("ctrl-p,ctrl-q", "\u0010\u0011after", "", true)]
    [InlineData("a", "xa", "x", true)]
    [InlineData("a,b,c", "ababc", "ab", true)]
    [InlineData("ctrl-[", "\u001b", "", true)]
    [InlineData("ctrl-@", "\0", "", true)]
    [InlineData("ctrl-A", "\u0001", "", true)]
    [InlineData("", "\u0010\u0011", "\u0010\u0011", false)]
    public void Filter_passes_everything_but_the_sequence(string keys, string typed, string passed, bool detached)
    {
        foreach (var size in new[] { 1, 2, 100 })
        {
            var filter = DetachKeys.Parse(keys);
            var (all, found) = (new List<byte>(), false);
            foreach (var part in Encoding.Latin1.GetBytes(typed).Chunk(size))
            {
                var some = new List<byte>();
                found = found || filter.Filter(part, some);
                all.AddRange(some);
            }

            Assert.Equal((passed, detached), (Encoding.Latin1.GetString(all.ToArray()), found));
        }
    }

    [Fact]
    public void Filter_holds_back_what_may_be_the_sequence_until_it_is_not()
    {
        var filter = DetachKeys.Parse(DetachKeys.Default);
        var typed = new List<byte>();
        Assert.False(filter.Filter("\u0010"u8, typed));
        Assert.Empty(typed);
        Assert.False(filter.Filter("x"u8, typed));

        Assert.Equal("\u0010x"u8.ToArray(), typed);
    }

    [Theory]
    [InlineData("ctrl-1")]
    [InlineData("ctrl-")]
    [InlineData("shift-a")]
    [InlineData("ab")]
    [InlineData("a,")]
    [InlineData("ä")]
    [InlineData(" ")]
    public void Key_that_is_unknown_is_refused(string keys) =>
        Assert.Equal(ErrorCode.InvalidArgument, Assert.Throws<WhelkException>(() => DetachKeys.Parse(keys)).Code);
}
