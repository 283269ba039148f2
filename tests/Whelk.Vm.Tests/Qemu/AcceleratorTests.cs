using Whelk.Errors;
using Whelk.Vm.Qemu;
using Xunit;

namespace Whelk.Vm.Tests.Qemu;

/// <summary>The time that KVM is given to prove itself.</summary>
public sealed class AcceleratorTests
{
    [Theory]
    [InlineData(null, 5)]
    [InlineData("", 5)]
    [InlineData("1", 1)]
    [InlineData("90", 90)]
    public void BoundOf_seconds_or_nothing_is_that_time_or_the_usual_one(string? asked, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Accelerator.BoundOf(asked));

    [Theory]
    [InlineData("0")]
    [InlineData("-3")]
    [InlineData("91")]
    [InlineData("5s")]
    public void BoundOf_anything_else_is_refused_by_its_name(string asked)
    {
        var exception = Assert.Throws<WhelkException>(() => Accelerator.BoundOf(asked));

        Assert.Equal(ErrorCode.InvalidArgument, exception.Code);
        Assert.Contains($"WHELK_VM_KVM_BOUND={asked}", exception.Message, StringComparison.Ordinal);
    }
}
