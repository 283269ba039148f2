using Whelk.Oci.Runtime;
using Whelk.Oci.Runtime.Defaults;
using Xunit;

namespace Whelk.Oci.Tests.Runtime;

public sealed class SeccompTests
{
    [Fact]
    public void Default_refuses_all_but_what_is_listed_on_the_three_architectures()
    {
        var filter = DefaultSeccomp.Default;

        Assert.Equal("SCMP_ACT_ERRNO", filter.DefaultAction);
        Assert.Equal(1u, filter.DefaultErrnoRet);
        Assert.Equal(["SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32"], filter.Architectures);
        Assert.True(Allows(filter, "read") && Allows(filter, "chroot") && Allows(filter, "arch_prctl") && Allows(filter, "ptrace"));
    }

    [Theory]
    [InlineData("mount")]
    [InlineData("bpf")]
    [InlineData("init_module")]
    [InlineData("open_by_handle_at")]
    [InlineData("io_uring_setup")]
    [InlineData("keyctl")]
    [InlineData("kexec_load")]
    [InlineData("reboot")]
    [InlineData("s390_runtime_instr")]
    public void Default_does_not_allow(string call)
    {
        Assert.False(Allows(DefaultSeccomp.Default, call));
    }

    [Fact]
    public void Default_allows_clone_only_without_namespaces()
    {
        var clone = Assert.Single(DefaultSeccomp.Default.Syscalls!, rule => rule.Names.Contains("clone"));
        var argument = Assert.Single(clone.Args!);
        Assert.Equal((0u, 2114060288ul, "SCMP_CMP_MASKED_EQ"), (argument.Index, argument.Value, argument.Op));
        var clone3 = Assert.Single(DefaultSeccomp.Default.Syscalls!, rule => rule.Names.Contains("clone3"));
        Assert.Equal(("SCMP_ACT_ERRNO", 38u), (clone3.Action, clone3.ErrnoRet));
    }

    [Fact]
    public void For_a_process_with_SYS_ADMIN_allows_mount()
    {
        var filter = DefaultSeccomp.For([.. DefaultCapabilities.All, "CAP_SYS_ADMIN"]);
        Assert.True(Allows(filter, "mount"));
        Assert.DoesNotContain(filter.Syscalls!, rule => rule.Action == "SCMP_ACT_ERRNO" && rule.Names.Contains("clone3"));
    }

    [Fact]
    public void For_the_default_capabilities_in_another_order_is_the_cached_filter()
    {
        Assert.Same(DefaultSeccomp.Default, DefaultSeccomp.For([.. DefaultCapabilities.All.Reverse()]));
    }

    private static bool Allows(LinuxSeccomp filter, string call) =>
        filter.Syscalls!.Any(rule => rule.Action == "SCMP_ACT_ALLOW" && rule.Names.Contains(call));
}
