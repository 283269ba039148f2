using Whelk.Errors;
using Whelk.Guest.Protocol;
using Whelk.Oci.Runtime;
using Whelk.Oci.Runtime.Defaults;
using Whelk.Seccomp;
using Whelk.Vm.Translation;
using Xunit;

namespace Whelk.Vm.Tests.Translation;

public sealed class SeccompPlanTests
{
    [Fact]
    public void Of_Dockers_profile_is_its_program_and_fits_into_a_frame()
    {
        var operation = Assert.IsType<SetupOperation.Seccomp>(Assert.Single(SeccompPlan.Of(DefaultSeccomp.Default)));

        Assert.Equal(SeccompProgram.Compile(DefaultSeccomp.Default), operation.Program);
        Assert.InRange(operation.Program.Length, 8, FrameLimits.Filter);
    }

    [Fact]
    public void Of_no_section_is_no_filter()
    {
        Assert.Empty(SeccompPlan.Of(null));
    }

    [Fact]
    public void Validate_what_a_guest_cannot_do_is_refused_before_anything_is_made()
    {
        var allow = new LinuxSeccomp { DefaultAction = "SCMP_ACT_ALLOW" };

        SeccompPlan.Validate(null);
        SeccompPlan.Validate(allow);
        Assert.Equal(ErrorCode.Unsupported, Refusal(allow with { ListenerPath = "/run/listener" }));
        Assert.Equal(ErrorCode.InvalidArgument, Refusal(allow with { DefaultAction = "ALLOW" }));
    }

    private static ErrorCode Refusal(LinuxSeccomp seccomp) => Assert.Throws<WhelkException>(() => SeccompPlan.Validate(seccomp)).Code;
}
