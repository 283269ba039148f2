using Whelk.Guest.Protocol;
using Whelk.Vm.Relay;
using Xunit;

namespace Whelk.Vm.Tests.Relay;

public sealed class LaunchFailureTests
{
    [Theory]
    [InlineData(2, "lookup", "nope", 127, "exec: \"nope\": executable file not found in $PATH")]
    [InlineData(2, "exec", "/nope", 127, "exec: \"/nope\": no such file or directory")]
    [InlineData(13, "exec", "/etc", 126, "exec: \"/etc\": permission denied")]
    [InlineData(8, "exec", "/x", 126, "exec: \"/x\": exec format error")]
    [InlineData(2, "chdir", "/gone", 126, "chdir to cwd (\"/gone\") set in config.json failed: no such file or directory")]
    [InlineData(0, "unable to find user bob", "", 126, "unable to find user bob")]
    [InlineData(22, "mount", "/x", 126, "mount /x: invalid argument")]
    public void Describe_is_in_the_words_that_engines_search_for(int errno, string step, string subject, int code, string words)
    {
        var outcome = LaunchFailure.Describe(new PayloadWriter().Int32(errno).String(step).String(subject).Written);
        Assert.Equal((code, words), (outcome.ExitCode, outcome.Error));
    }

    [Fact]
    public void Describe_what_a_guest_made_up_neither_floods_nor_steers_the_terminal()
    {
        var outcome = LaunchFailure.Describe(new PayloadWriter().Int32(2).String("exec").String("\u001b[2J" + new string('x', 500_000)).Written);
        Assert.InRange(outcome.Error!.Length, 1, 3000);
        Assert.DoesNotContain('\u001b', outcome.Error);
    }
}
