using System.Text.Json;
using Whelk.Vm.Relay;
using Xunit;

namespace Whelk.Vm.Tests.Relay;

public sealed class GuestTextTests
{
    [Theory]
    [InlineData("plain, with\na line and\ta tab", "plain, with\na line and\ta tab")]
    [InlineData("grüße 世界 🐚", "grüße 世界 🐚")]
    [InlineData("\u001b]0;title\u0007", "?]0;title?")]
    [InlineData("\u009b2J\u0000\r", "?2J??")]
    [InlineData("\u202egnp.exe\u2066", "?gnp.exe?")]
    [InlineData("one\u2028line\u2029", "one?line?")]
    public void Clean_leaves_what_is_read_and_nothing_that_steers(string text, string shown) => Assert.Equal(shown, GuestText.Clean(text));

    [Fact]
    public void Clean_makes_half_a_pair_a_character() => Assert.Equal("half \ufffd a pair \ufffd", GuestText.Clean("half \ud83d a pair \udc1a"));

    [Fact]
    public void Clean_cuts_a_long_text_between_characters()
    {
        var shown = GuestText.Clean("x" + string.Concat(Enumerable.Repeat("🐚", 5000)));
        Assert.InRange(shown.Length, 2000, 2010);
        Assert.Equal(shown, JsonSerializer.Deserialize<string>(JsonSerializer.Serialize(shown)));
    }
}
