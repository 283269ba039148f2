using Whelk.Errors;
using Whelk.Linux.Seccomp;
using Whelk.Testing;
using Xunit;

namespace Whelk.Linux.Tests.Seccomp;

public sealed class SeccompFilterTests
{
    private const int Read = 0;
    private const int Personality = 135;
    private const int Clone = 56;
    private const int Clone3 = 435;
    private const int Sethostname = 170;
    private const int X32 = 0x40000000;

    private static readonly uint Refused = SeccompNames.Action("SCMP_ACT_ERRNO", null);
    private static readonly uint Missing = SeccompNames.Action("SCMP_ACT_ERRNO", 38);
    private static readonly uint Allowed = SeccompNames.Action("SCMP_ACT_ALLOW", null);
    private static readonly uint Killed = SeccompNames.Action("SCMP_ACT_KILL", null);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Compile_small_profile_decides_as_it_says(bool sorted)
    {
        var program = Compile(sorted, filter =>
        {
            Assert.True(filter.TryAddRule("read", Allowed, []));
            Assert.True(filter.TryAddRule("clone3", Missing, []));
            Assert.True(filter.TryAddRule("personality", Allowed, [Condition(0, "SCMP_CMP_EQ", 8)]));
            Assert.True(filter.TryAddRule("clone", Allowed, [Condition(0, "SCMP_CMP_MASKED_EQ", 0x7e020000)]));
        });

        Assert.Equal(Allowed, BpfInterpreter.Run(program, BpfInterpreter.X86_64, Read));
        Assert.Equal(0x00050000u | 38, BpfInterpreter.Run(program, BpfInterpreter.X86_64, Clone3));
        Assert.Equal(0x00050000u | 1, BpfInterpreter.Run(program, BpfInterpreter.X86_64, Sethostname));
        Assert.Equal(Allowed, BpfInterpreter.Run(program, BpfInterpreter.X86_64, Personality, 8));
        Assert.Equal(Refused, BpfInterpreter.Run(program, BpfInterpreter.X86_64, Personality, 9));
        Assert.Equal(Refused, BpfInterpreter.Run(program, BpfInterpreter.X86_64, Personality, 8 | (1UL << 32)));
        Assert.Equal(Allowed, BpfInterpreter.Run(program, BpfInterpreter.X86_64, Clone, 0x11));
        Assert.Equal(Refused, BpfInterpreter.Run(program, BpfInterpreter.X86_64, Clone, 0x10000011));
    }

    [Theory]
    [InlineData("SCMP_CMP_NE", 9, 11, 10)]
    [InlineData("SCMP_CMP_LT", 9, 0, 10)]
    [InlineData("SCMP_CMP_LE", 10, 9, 11)]
    [InlineData("SCMP_CMP_EQ", 10, 10, 9)]
    [InlineData("SCMP_CMP_GE", 10, ulong.MaxValue, 9)]
    [InlineData("SCMP_CMP_GT", 11, 1UL << 32, 10)]
    public void TryAddRule_comparison_takes_and_leaves(string name, ulong taken, ulong alsoTaken, ulong left)
    {
        var program = Compile(false, filter => filter.TryAddRule("read", Allowed, [Condition(2, name, 10)]));

        Assert.Equal(Allowed, BpfInterpreter.Run(program, BpfInterpreter.X86_64, Read, 0, 0, taken));
        Assert.Equal(Allowed, BpfInterpreter.Run(program, BpfInterpreter.X86_64, Read, 0, 0, alsoTaken));
        Assert.Equal(Refused, BpfInterpreter.Run(program, BpfInterpreter.X86_64, Read, 0, 0, left));
    }

    [Fact]
    public void TryAddRule_conditions_on_two_arguments_must_both_hold()
    {
        var program = Compile(false, filter => filter.TryAddRule("read", Allowed, [Condition(0, "SCMP_CMP_EQ", 1), Condition(1, "SCMP_CMP_EQ", 2)]));

        Assert.Equal(Allowed, BpfInterpreter.Run(program, BpfInterpreter.X86_64, Read, 1, 2));
        Assert.Equal(Refused, BpfInterpreter.Run(program, BpfInterpreter.X86_64, Read, 1, 3));
        Assert.Equal(Refused, BpfInterpreter.Run(program, BpfInterpreter.X86_64, Read, 2, 2));
    }

    [Fact]
    public void TryAddRule_conditions_on_one_argument_are_alternatives()
    {
        var program = Compile(false, filter => filter.TryAddRule("read", Allowed, [Condition(0, "SCMP_CMP_EQ", 1), Condition(0, "SCMP_CMP_EQ", 2)]));

        Assert.Equal(Allowed, BpfInterpreter.Run(program, BpfInterpreter.X86_64, Read, 1));
        Assert.Equal(Allowed, BpfInterpreter.Run(program, BpfInterpreter.X86_64, Read, 2));
        Assert.Equal(Refused, BpfInterpreter.Run(program, BpfInterpreter.X86_64, Read, 3));
    }

    [Fact]
    public void TryAddRule_call_of_another_world_is_skipped()
    {
        _ = Compile(false, filter => Assert.False(filter.TryAddRule("no_such_call", Allowed, [])));
    }

    [Fact]
    public void AddArchitecture_others_are_filtered_by_their_own_numbers_and_killed_without_it()
    {
        var native = Compile(false, filter => filter.TryAddRule("read", Allowed, []));
        var all = Compile(false, filter =>
        {
            filter.AddArchitecture("SCMP_ARCH_X86_64");
            filter.AddArchitecture("SCMP_ARCH_X86");
            filter.AddArchitecture("SCMP_ARCH_X32");
            filter.TryAddRule("read", Allowed, []);
        });

        Assert.Equal(Killed, BpfInterpreter.Run(native, BpfInterpreter.I386, 3));
        Assert.Equal(Killed, BpfInterpreter.Run(native, BpfInterpreter.X86_64, X32 | Read));
        Assert.Equal(Allowed, BpfInterpreter.Run(all, BpfInterpreter.I386, 3));
        Assert.Equal(Refused, BpfInterpreter.Run(all, BpfInterpreter.I386, Read));
        Assert.Equal(Allowed, BpfInterpreter.Run(all, BpfInterpreter.X86_64, X32 | Read));
    }

    [Fact]
    public void AddArchitecture_unknown_is_refused()
    {
        var refused = Assert.Throws<WhelkException>(() => Compile(false, filter => filter.AddArchitecture("SCMP_ARCH_PDP11")));

        Assert.Equal((ErrorCode.InvalidArgument, "seccomp: unknown architecture \"SCMP_ARCH_PDP11\""), (refused.Code, refused.Message));
    }

    private static SeccompCondition Condition(uint argument, string name, ulong value) => new(argument, SeccompNames.Operator(name), value, 0);

    private static byte[] Compile(bool sorted, Action<SeccompFilter> fill)
    {
        using var filter = SeccompFilter.Create(Refused, sorted);
        fill(filter);
        return filter.Compile();
    }
}
