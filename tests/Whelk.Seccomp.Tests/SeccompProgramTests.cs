using Whelk.Errors;
using Whelk.Oci.Runtime;
using Whelk.Oci.Runtime.Defaults;
using Whelk.Testing;
using Xunit;

namespace Whelk.Seccomp.Tests;

public sealed class SeccompProgramTests
{
    private const int X32 = 0x40000000;
    private const uint Allowed = 0x7fff0000;
    private const uint Refused = 0x00050000 | 1;
    private const uint NotImplemented = 0x00050000 | 38;

    [Theory]
    [InlineData("read", 0, 0UL, Allowed)]
    [InlineData("execve", 59, 0UL, Allowed)]
    [InlineData("capset", 126, 0UL, Allowed)]
    [InlineData("mount", 165, 0UL, Refused)]
    [InlineData("add_key", 248, 0UL, Refused)]
    [InlineData("clone3", 435, 0UL, NotImplemented)]
    [InlineData("clone of a process", 56, 0x11UL, Allowed)]
    [InlineData("clone of a user namespace", 56, 0x10000011UL, Refused)]
    [InlineData("unshare", 272, 0x10000000UL, Refused)]
    [InlineData("personality, Linux", 135, 0UL, Allowed)]
    [InlineData("personality, without randomization", 135, 0x40000UL, Refused)]
    [InlineData("socket, inet", 41, 2UL, Allowed)]
    [InlineData("socket, vsock", 41, 40UL, Refused)]
    public void Compile_Dockers_profile_decides_as_Docker_documents(string call, int number, ulong argument, uint verdict)
    {
        var program = ProgramOf(DefaultSeccomp.Default);

        Assert.True(BpfInterpreter.Run(program, BpfInterpreter.X86_64, number, argument) == verdict, call);
        Assert.Equal(Allowed, BpfInterpreter.Run(program, BpfInterpreter.I386, 3));
    }

    [Theory]
    [InlineData("the last one", BpfInterpreter.X86_64, 450, Refused)]
    [InlineData("later", BpfInterpreter.X86_64, 1000, NotImplemented)]
    [InlineData("later, i386", BpfInterpreter.I386, 1000, NotImplemented)]
    [InlineData("refused, i386", BpfInterpreter.I386, 21, Refused)]
    [InlineData("refused, x32", BpfInterpreter.X86_64, X32 | 165, Refused)]
    [InlineData("allowed, x32", BpfInterpreter.X86_64, X32 | 0, Allowed)]
    [InlineData("later, x32", BpfInterpreter.X86_64, X32 | 1000, NotImplemented)]
    public void Compile_a_call_that_came_after_the_last_of_the_profile_is_not_implemented(string call, uint architecture, int number, uint verdict) =>
        Assert.True(BpfInterpreter.Run(ProgramOf(DefaultSeccomp.Default), architecture, number) == verdict, call);

    [Theory]
    [InlineData("allowed by default", "SCMP_ACT_ALLOW", null, Allowed, "SCMP_ARCH_X86_64")]
    [InlineData("logged by default", "SCMP_ACT_LOG", null, 0x7ffc0000, "SCMP_ARCH_X86_64")]
    [InlineData("killed by default", "SCMP_ACT_KILL_PROCESS", null, NotImplemented, "SCMP_ARCH_X86_64", "SCMP_ARCH_ARM")]
    [InlineData("another errno", "SCMP_ACT_ERRNO", 5u, NotImplemented, "SCMP_ARCH_X86_64", "SCMP_ARCH_X86_64")]
    [InlineData("no architecture named", "SCMP_ACT_ERRNO", null, Refused)]
    public void Compile_later_calls_go_by_the_default_action(string what, string action, uint? errno, uint verdict, params string[] architectures)
    {
        var section = new LinuxSeccomp
        {
            DefaultAction = action,
            DefaultErrnoRet = errno,
            Architectures = architectures,
            Syscalls = [new LinuxSyscall { Names = ["nonesuch", "read", "mkdir"], Action = action == "SCMP_ACT_ALLOW" ? "SCMP_ACT_ERRNO" : "SCMP_ACT_ALLOW" }],
        };

        Assert.True(BpfInterpreter.Run(ProgramOf(section), BpfInterpreter.X86_64, 84) == verdict, what);
    }

    [Fact]
    public void Compile_SYS_ADMIN_in_the_bounding_set_opens_what_Docker_opens_for_it()
    {
        var program = ProgramOf(DefaultSeccomp.For([.. DefaultCapabilities.All, "CAP_SYS_ADMIN"]));

        Assert.Equal(Allowed, BpfInterpreter.Run(program, BpfInterpreter.X86_64, 272, 0x10000000));
        Assert.Equal(Allowed, BpfInterpreter.Run(program, BpfInterpreter.X86_64, 435));
    }

    [Fact]
    public void Compile_no_rules_and_rules_that_say_the_default_are_the_default_action_alone()
    {
        var program = ProgramOf(new LinuxSeccomp
        {
            DefaultAction = "SCMP_ACT_ERRNO",
            DefaultErrnoRet = 38,
            Syscalls = [new LinuxSyscall { Names = ["read", "nonesuch"], Action = "SCMP_ACT_ERRNO", ErrnoRet = 38 }],
        });

        Assert.Equal(NotImplemented, BpfInterpreter.Run(program, BpfInterpreter.X86_64, 0));
    }

    [Fact]
    public void Validate_words_that_are_none_and_listeners_are_refused()
    {
        var rule = new LinuxSyscall { Names = ["read"], Action = "SCMP_ACT_NOTIFY" };
        var allow = new LinuxSeccomp { DefaultAction = "SCMP_ACT_ALLOW" };

        Assert.Equal(ErrorCode.Unsupported, Refusal(allow with { Syscalls = [rule] }));
        Assert.Equal(ErrorCode.InvalidArgument, Refusal(allow with { Flags = ["NO_FLAG"] }));
        Assert.Equal(ErrorCode.InvalidArgument, Refusal(allow with { DefaultAction = "ALLOW" }));
        Assert.Equal(ErrorCode.InvalidArgument, Refusal(allow with { Syscalls = [rule with { Action = "SCMP_ACT_LOG", Args = [new LinuxSeccompArg { Index = 0, Value = 0, Op = "=" }] }] }));
    }

    private static ErrorCode Refusal(LinuxSeccomp seccomp) => Assert.Throws<WhelkException>(() => SeccompProgram.Validate(seccomp)).Code;

    private static byte[] ProgramOf(LinuxSeccomp seccomp) => SeccompProgram.Compile(seccomp);
}
