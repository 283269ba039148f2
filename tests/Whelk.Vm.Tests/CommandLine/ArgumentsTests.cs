using CsCheck;
using Whelk.Errors;
using Whelk.Vm.CommandLine;
using Xunit;

namespace Whelk.Vm.Tests.CommandLine;

public sealed class ArgumentsTests
{
    private static readonly string[] Valued = ["bundle", "b", "pid-file", "format"];
    private static readonly string[] Flags = ["force", "f", "detach"];

    [Theory]
    [InlineData("--bundle /b ID")]
    [InlineData("--bundle=/b ID")]
    [InlineData("ID --bundle /b")]
    [InlineData("ID --bundle=/b")]
    [InlineData("--bundle /first ID --bundle /b")]
    [InlineData("--bundle=/b -- ID")]
    public void Parse_value_by_either_spelling_before_or_after_the_id_is_found(string line)
    {
        var arguments = Arguments.Parse(line.Split(' '), Valued, Flags);
        Assert.Equal("/b", arguments.Value("bundle"));
        Assert.Equal(["ID"], arguments.Words);
    }

    [Theory]
    [InlineData("--force ID", true)]
    [InlineData("ID --force", true)]
    [InlineData("--force=true ID", true)]
    [InlineData("--force=false ID", false)]
    [InlineData("ID", false)]
    public void Parse_flag_is_on_unless_it_says_false(string line, bool on) =>
        Assert.Equal(on, Arguments.Parse(line.Split(' '), Valued, Flags).Flag("force"));

    [Theory]
    [InlineData("--nope ID")]
    [InlineData("--nope=1 ID")]
    [InlineData("ID --bundle")]
    [InlineData("-x")]
    public void Parse_unknown_or_unfinished_option_is_refused(string line) =>
        Assert.Equal(ErrorCode.InvalidArgument, Assert.Throws<WhelkException>(() => Arguments.Parse(line.Split(' '), Valued, Flags)).Code);

    [Fact]
    public void Parse_value_may_look_like_an_option_or_hold_an_equals_sign()
    {
        Assert.Equal("--force", Arguments.Parse(["--bundle", "--force", "ID"], Valued, Flags).Value("bundle"));
        Assert.Equal("/a=b", Arguments.Parse(["--bundle=/a=b", "ID"], Valued, Flags).Value("bundle"));
        Assert.Equal(string.Empty, Arguments.Parse(["--bundle=", "ID"], Valued, Flags).Value("bundle"));
    }

    [Fact]
    public void Parse_dash_alone_is_a_word() => Assert.Equal(["-", "ID"], Arguments.Parse(["-", "ID"], Valued, Flags).Words);

    [Fact]
    public void Parse_after_enough_words_everything_is_one() =>
        Assert.Equal(["ID", "ls", "--force", "-l"], Arguments.Parse(["--force", "ID", "ls", "--force", "-l"], Valued, Flags, stopAt: 2).Words);

    [Fact]
    public void Parse_repeated_values_are_all_kept() => Assert.Equal(["1", "2"], Arguments.Parse(["-b", "1", "-b=2"], Valued, Flags).Values("b"));

    [Fact]
    public void Word_that_is_missing_is_named() =>
        Assert.Contains("the container's id", Assert.Throws<WhelkException>(() => Arguments.Parse([], Valued, Flags).Word(0, "the container's id")).Message, StringComparison.Ordinal);

    [Fact]
    public void Parse_any_words_end_in_arguments_or_an_error() => Gen.String[Gen.Char["-=bf a"], 0, 8].Array[0, 6].Sample(words =>
    {
        try
        {
            var arguments = Arguments.Parse(words, Valued, Flags);
            return arguments.Words.Count <= words.Length;
        }
        catch (WhelkException exception)
        {
            return exception.Code == ErrorCode.InvalidArgument;
        }
    });
}
