using Xunit;

namespace Whelk.Oci.Tests;

public sealed class GoBoolTests
{
    [Theory]
    [InlineData("1", true)]
    [InlineData("t", true)]
    [InlineData("True", true)]
    [InlineData("0", false)]
    [InlineData("F", false)]
    [InlineData("FALSE", false)]
    [InlineData("yes", null)]
    [InlineData("tRUE", null)]
    [InlineData("", null)]
    public void TryParse_knows_the_words_of_go(string word, bool? expected) => Assert.Equal(expected, GoBool.TryParse(word));
}
