using Whelk.Errors;
using Whelk.Linux.Seccomp;
using Xunit;

namespace Whelk.Linux.Tests.Seccomp;

public sealed class SeccompNamesTests
{
    [Fact]
    public void Flags_none_given_allow_speculation_and_an_empty_list_is_none()
    {
        Assert.Equal(4u, SeccompNames.Flags(null));
        Assert.Equal(0u, SeccompNames.Flags([]));
        Assert.Equal(2u, SeccompNames.Flags(["SECCOMP_FILTER_FLAG_LOG", "SECCOMP_FILTER_FLAG_TSYNC"]));
    }

    [Theory]
    [InlineData("SCMP_ACT_ALLOW", 1u, ErrorCode.InvalidArgument)]
    [InlineData("SCMP_ACT_NOTIFY", null, ErrorCode.Unsupported)]
    [InlineData("SCMP_ACT_WISH", null, ErrorCode.InvalidArgument)]
    [InlineData("", null, ErrorCode.InvalidArgument)]
    public void Action_impossible_is_refused(string name, uint? errno, ErrorCode code)
    {
        Assert.Equal(code, Assert.Throws<WhelkException>(() => SeccompNames.Action(name, errno)).Code);
    }

    [Fact]
    public void Operator_and_flag_unknown_are_refused()
    {
        Assert.Throws<WhelkException>(() => SeccompNames.Operator("EQ"));
        Assert.Throws<WhelkException>(() => SeccompNames.Flags(["SECCOMP_FILTER_FLAG_NEW_LISTENER"]));
    }
}
