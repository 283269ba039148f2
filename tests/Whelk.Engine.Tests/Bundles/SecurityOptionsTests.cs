using Whelk.Engine.Bundles;
using Whelk.Engine.Workloads;
using Whelk.Errors;
using Whelk.Linux.Machine;
using Whelk.Oci.Runtime.Defaults;
using Xunit;

namespace Whelk.Engine.Tests.Bundles;

public sealed class SecurityOptionsTests
{
    private static readonly SecurityModules None = new(AppArmor: false, SELinux: false);

    private const string AllowAll = """{"defaultAction":"SCMP_ACT_ALLOW"}""";

    [Theory]
    [InlineData("no-new-privileges", true)]
    [InlineData("no-new-privileges=true", true)]
    [InlineData("no-new-privileges:true", true)]
    [InlineData("no-new-privileges=T", true)]
    [InlineData("no-new-privileges=false", false)]
    [InlineData("no-new-privileges:0", false)]
    [InlineData("apparmor=unconfined", false)]
    [InlineData("apparmor=docker-default", false)]
    [InlineData("apparmor:nosuch", false)]
    [InlineData("apparmor=", false)]
    [InlineData("label=disable", false)]
    [InlineData("label:type:x", false)]
    [InlineData("label=nosuch", false)]
    [InlineData("label=", false)]
    [InlineData("disable", false)]
    [InlineData("seccomp=unconfined", false)]
    public void Check_accepts_what_is_carried_out(string option, bool noNewPrivileges)
    {
        var host = new HostOptions { SecurityOpt = [option] };
        SecurityOptions.Check(host, TestWorkload.Directories, None);

        Assert.Equal(noNewPrivileges, SecurityOptions.NoNewPrivileges(host));
    }

    [Fact]
    public void NoNewPrivileges_said_twice_is_as_said_last()
    {
        Assert.False(SecurityOptions.NoNewPrivileges(new HostOptions { SecurityOpt = ["no-new-privileges", "no-new-privileges=false"] }));
        Assert.True(SecurityOptions.NoNewPrivileges(new HostOptions { SecurityOpt = ["no-new-privileges=false", "no-new-privileges"] }));
    }

    [Theory]
    [InlineData("default", false, "SCMP_ACT_ERRNO")]
    [InlineData("default", true, null)]
    [InlineData("default", false, "SCMP_ACT_ERRNO", "seccomp=")]
    [InlineData("built in", false, "SCMP_ACT_ERRNO", "seccomp=builtin")]
    [InlineData("built in, privileged", true, "SCMP_ACT_ERRNO", "seccomp=builtin")]
    [InlineData("none", false, null, "seccomp=unconfined")]
    [InlineData("none, old separator", false, null, "seccomp:unconfined")]
    [InlineData("given", false, "SCMP_ACT_ALLOW", "seccomp=" + AllowAll)]
    [InlineData("given, privileged", true, "SCMP_ACT_ALLOW", "seccomp=" + AllowAll)]
    [InlineData("empty", false, null, "seccomp={}")]
    [InlineData("the last of two", false, null, "seccomp=no JSON", "seccomp=unconfined")]
    [InlineData("the last of two", false, "SCMP_ACT_ALLOW", "seccomp=builtin", "seccomp=" + AllowAll)]
    public void FilterOf_is_what_is_asked_for(string what, bool privileged, string? defaultAction, params string[] options)
    {
        var host = new HostOptions { Privileged = privileged, SecurityOpt = options };
        SecurityOptions.Check(host, TestWorkload.Directories, None);

        Assert.True(defaultAction == SecurityOptions.FilterOf(host, DefaultCapabilities.All, TestWorkload.Directories)?.DefaultAction, what);
    }

    [Fact]
    public void FilterOf_a_profile_goes_by_capabilities_and_by_the_kernel_of_the_workload()
    {
        var host = new HostOptions
        {
            SecurityOpt = ["""seccomp={"defaultAction":"SCMP_ACT_ERRNO","syscalls":[{"names":["a"],"action":"SCMP_ACT_ALLOW","includes":{"minKernel":"99.9"}},{"names":["b"],"action":"SCMP_ACT_ALLOW","includes":{"caps":["CAP_BPF"]}}]}"""],
        };

        Assert.Empty(SecurityOptions.FilterOf(host, DefaultCapabilities.All, TestWorkload.Directories)!.Syscalls!);
        var later = SecurityOptions.FilterOf(host, ["CAP_BPF"], TestWorkload.Directories with { OwnKernel = "99.9.0-1-amd64" })!;
        Assert.Equal(["a", "b"], later.Syscalls!.SelectMany(call => call.Names));
    }

    [Theory]
    [InlineData("")]
    [InlineData("seccomp")]
    [InlineData("no-new-privileges=maybe")]
    [InlineData("no-new-privileges=")]
    [InlineData("no-new-privilegesx")]
    [InlineData("apparmor")]
    [InlineData("label")]
    [InlineData("=")]
    [InlineData("=x")]
    [InlineData("writable-cgroups=true")]
    [InlineData("systempaths=unconfined")]
    public void Check_refuses_what_is_not(string option)
    {
        var error = Assert.Throws<WhelkException>(() => SecurityOptions.Check(new HostOptions { SecurityOpt = ["label=disable", option] }, TestWorkload.Directories, None));

        Assert.Equal(
            (ErrorCode.InvalidArgument, $"invalid --security-opt {(option.Contains('=', StringComparison.Ordinal) ? 2 : 1)}: \"{option}\""),
            (error.Code, error.Message));
    }

    [Theory]
    [InlineData("seccomp=/etc/profile.json")]
    [InlineData("seccomp=[]")]
    [InlineData("seccomp:{\"defaultAction\":5}")]
    public void Check_refuses_what_is_no_profile(string option)
    {
        var error = Assert.Throws<WhelkException>(() => SecurityOptions.Check(new HostOptions { Privileged = true, SecurityOpt = [option] }, TestWorkload.Directories, None));

        Assert.Equal(ErrorCode.InvalidArgument, error.Code);
        Assert.StartsWith("Decoding seccomp profile failed: ", error.Message);
    }

    // A policy that was asked for and is not given would be a hole; a machine's kernel has no module, and there it means what it means to Docker on such a host.
    [Theory]
    [InlineData("apparmor=docker-default", true)]
    [InlineData("apparmor=unconfined", false)]
    [InlineData("label=type:x", true)]
    [InlineData("label=disable", false)]
    public void Check_refuses_a_policy_where_the_kernel_has_its_module(string option, bool isRefused)
    {
        var host = new HostOptions { SecurityOpt = [option] };
        var both = new SecurityModules(AppArmor: true, SELinux: true);
        SecurityOptions.Check(host, TestWorkload.Directories with { SharesKernel = false }, both);

        var error = Record.Exception(() => SecurityOptions.Check(host, TestWorkload.Directories, both));
        Assert.Equal(isRefused ? ErrorCode.Unsupported : null, (error as WhelkException)?.Code);
    }

    [Theory]
    [InlineData(false, "", "", "")]
    [InlineData(true, "", "", "label=disable")]
    [InlineData(false, "host", "", "label=disable")]
    [InlineData(false, "", "host", "seccomp=unconfined|label=disable", "seccomp=unconfined")]
    [InlineData(true, "", "", "label=type:x", "label=type:x")]
    public void WithLabel_says_what_is_kept_apart_by_none(bool privileged, string pid, string ipc, string expected, params string[] options)
    {
        var host = new HostOptions { Privileged = privileged, SecurityOpt = options, Namespaces = NamespaceOptions.Own with { Pid = pid, Ipc = ipc } };

        Assert.Equal(expected, string.Join('|', SecurityOptions.WithLabel(host).SecurityOpt));
    }
}
