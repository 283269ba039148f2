using Whelk.Advice.Doctor;
using Xunit;

namespace Whelk.Advice.Tests.Doctor;

public sealed class KernelCheckTests
{
    [Theory]
    [InlineData("6.1.0-56-amd64", "Ok")]
    [InlineData("5.6.0", "Ok")]
    [InlineData("5.10", "Ok")]
    [InlineData("5.4.0-150-generic", "Fail")]
    [InlineData("4.19.0", "Fail")]
    [InlineData("unknown", "Warn")]
    public void Of_compares_with_the_oldest_kernel_that_has_the_calls(string release, string expected)
    {
        var check = KernelCheck.Of(release);

        Assert.Equal(expected, check.Status.ToString());
        Assert.Contains(release, check.Detail, StringComparison.Ordinal);
        Assert.Equal(check.Status != CheckStatus.Ok, check.Mend is not null);
    }
}
