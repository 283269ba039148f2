using Whelk.Linux.Signals;
using Xunit;

namespace Whelk.Linux.Tests.Signals;

public sealed class SignalNumberTests
{
    [Theory]
    [InlineData("TERM", 15)]
    [InlineData("SIGTERM", 15)]
    [InlineData("sigKill", 9)]
    [InlineData("15", 15)]
    [InlineData("64", 64)]
    [InlineData("CLD", 17)]
    [InlineData("RTMIN", 34)]
    [InlineData("SIGRTMIN+3", 37)]
    [InlineData("RTMIN+15", 49)]
    [InlineData("rtmax-14", 50)]
    [InlineData("RTMAX", 64)]
    public void TryParse_reads_names_and_numbers(string text, int expected)
    {
        Assert.True(SignalNumber.TryParse(text, out var signal));
        Assert.Equal(expected, signal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("65")]
    [InlineData("-9")]
    [InlineData("+9")]
    [InlineData(" 9")]
    [InlineData("99999999999")]
    [InlineData("SIG")]
    [InlineData("SIGSIGTERM")]
    [InlineData("NOSUCH")]
    [InlineData("RTMIN+")]
    [InlineData("RTMIN+-1")]
    [InlineData("RTMIN-1")]
    [InlineData("RTMIN+31")]
    [InlineData("RTMAX+1")]
    [InlineData("RTMAX*1")]
    public void TryParse_refuses_what_is_no_signal(string text) => Assert.False(SignalNumber.TryParse(text, out _));
}
