using Whelk.Engine.Names;
using Xunit;

namespace Whelk.Engine.Tests.Names;

public sealed class RandomNameTests
{
    [Fact]
    public void Next_is_an_adjective_and_an_animal() => Assert.All(Enumerable.Range(0, 200), _ => Assert.Matches("^[a-z]+_[a-z]+$", RandomName.Next(_ => false)));

    [Fact]
    public void Next_is_never_one_that_is_taken()
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < 5000; i++)
        {
            Assert.True(taken.Add(RandomName.Next(taken.Contains)));
        }
    }

    [Fact]
    public void Next_gets_a_number_where_both_words_are_taken() =>
        Assert.Matches("^[a-z]+_[a-z]+[0-9]{1,4}$", RandomName.Next(name => char.IsLetter(name[^1])));
}
