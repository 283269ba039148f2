using Whelk.Engine.Bundles;
using Whelk.Engine.Workloads;
using Whelk.Errors;
using Xunit;

namespace Whelk.Engine.Tests.Bundles;

public sealed class SecurityOptionsTests
{
    [Theory]
    [InlineData("seccomp=unconfined", true, false)]
    [InlineData("seccomp:unconfined", true, false)]
    [InlineData("no-new-privileges", false, true)]
    [InlineData("no-new-privileges=true", false, true)]
    [InlineData("no-new-privileges:true", false, true)]
    [InlineData("no-new-privileges=false", false, false)]
    [InlineData("no-new-privileges:false", false, false)]
    [InlineData("apparmor=unconfined", false, false)]
    [InlineData("label=disable", false, false)]
    public void Check_accepts_what_is_carried_out(string option, bool unconfined, bool noNewPrivileges)
    {
        var host = new HostOptions { SecurityOpt = [option] };
        SecurityOptions.Check(host);

        Assert.Equal((unconfined, noNewPrivileges), (SecurityOptions.IsUnconfined(option), SecurityOptions.NoNewPrivileges(host)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("seccomp=/etc/profile.json")]
    [InlineData("seccomp=")]
    [InlineData("no-new-privileges=maybe")]
    [InlineData("no-new-privilegesx")]
    [InlineData("apparmor=docker-default")]
    [InlineData("systempaths=unconfined")]
    public void Check_refuses_what_is_not(string option)
    {
        var error = Assert.Throws<WhelkException>(() => SecurityOptions.Check(new HostOptions { SecurityOpt = ["label=disable", option] }));

        var ofAModule = option.Split('=')[0] is "seccomp" or "apparmor" or "label";
        Assert.Equal(
            ofAModule ? (ErrorCode.Unsupported, $"invalid --security-opt: \"{option}\" is not supported by this version")
                : (ErrorCode.InvalidArgument, $"invalid --security-opt {(option.Contains('=', StringComparison.Ordinal) ? 2 : 1)}: \"{option}\""),
            (error.Code, error.Message));
    }
}
