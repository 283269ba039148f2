using Whelk.Errors;
using Whelk.Oci.Runtime;
using Whelk.Oci.Runtime.Defaults;
using Whelk.Testing;
using Xunit;

namespace Whelk.Seccomp.Tests;

public sealed class SeccompProgramTests
{
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
