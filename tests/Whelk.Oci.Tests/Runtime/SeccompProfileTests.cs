using System.Text;
using Whelk.Errors;
using Whelk.Oci.Runtime;
using Whelk.Oci.Runtime.Seccomp;
using Xunit;

namespace Whelk.Oci.Tests.Runtime;

/// <summary>Profiles of a user's own; what dockerd 26.1.5 and its runc say of each was tried.</summary>
public sealed class SeccompProfileTests
{
    [Theory]
    [InlineData("6.2", 6, 1, false)]
    [InlineData("6.2", 6, 2, true)]
    [InlineData("5.19", 6, 1, true)]
    [InlineData("", 6, 1, true)]
    public void Translate_rule_for_a_later_kernel_is_left_out(string version, int major, int minor, bool holds)
    {
        var filter = Translate($$$"""{"defaultAction":"SCMP_ACT_ALLOW","syscalls":[{"name":"x","action":"SCMP_ACT_LOG","includes":{"minKernel":"{{{version}}}"}},{"names":["y"],"action":"SCMP_ACT_LOG","excludes":{"minKernel":"{{{version}}}"}}]}""", new Version(major, minor, 1))!;

        Assert.Equal(version.Length == 0 ? ["x", "y"] : [holds ? "x" : "y"], filter.Syscalls!.SelectMany(call => call.Names));
    }

    [Theory]
    [InlineData("includes", "\"caps\":[\"CAP_CHOWN\"]", true)]
    [InlineData("includes", "\"caps\":[\"CAP_CHOWN\",\"CAP_BPF\"]", false)]
    [InlineData("excludes", "\"caps\":[\"CAP_CHOWN\",\"CAP_BPF\"]", false)]
    [InlineData("excludes", "\"caps\":[\"CAP_BPF\",null]", true)]
    [InlineData("includes", "\"arches\":[\"amd64\",\"x32\"]", true)]
    [InlineData("includes", "\"arches\":[\"arm\"]", false)]
    [InlineData("excludes", "\"arches\":[\"amd64\"]", false)]
    [InlineData("excludes", "\"arches\":[]", true)]
    public void Translate_rule_holds_by_capability_and_architecture(string kind, string filter, bool holds)
    {
        var result = Translate($$$"""{"defaultAction":"SCMP_ACT_ALLOW","syscalls":[{"names":["x"],"action":"SCMP_ACT_LOG","{{{kind}}}":{ {{{filter}}} }}]}""");

        Assert.Equal(holds, result!.Syscalls!.Count == 1);
    }

    [Fact]
    public void Translate_gives_the_runtime_all_that_the_profile_says()
    {
        const string Profile = """
            {"DEFAULTACTION":"SCMP_ACT_ERRNO","defaultErrnoRet":38,"archMap":[{"architecture":"SCMP_ARCH_AARCH64"},{"architecture":"SCMP_ARCH_X86_64","subArchitectures":["SCMP_ARCH_X86"]}],
             "flags":["SECCOMP_FILTER_FLAG_LOG"],"nosuch":{},"syscalls":[{"Name":"x","action":"SCMP_ACT_ERRNO","errnoRet":5,"comment":"c","args":[{"value":18446744073709551615,"op":"SCMP_CMP_NE"}]}]}
            """;
        var filter = Translate(Profile)!;

        Assert.Equal(("SCMP_ACT_ERRNO", 38u), (filter.DefaultAction, filter.DefaultErrnoRet));
        Assert.Equal(["SCMP_ARCH_X86_64", "SCMP_ARCH_X86"], filter.Architectures);
        Assert.Equal(["SECCOMP_FILTER_FLAG_LOG"], filter.Flags);
        var call = Assert.Single(filter.Syscalls!);
        Assert.Equal(("x", "SCMP_ACT_ERRNO", 5u), (Assert.Single(call.Names), call.Action, call.ErrnoRet));
        Assert.Equal(new LinuxSeccompArg { Index = 0, Value = ulong.MaxValue, Op = "SCMP_CMP_NE" }, Assert.Single(call.Args!));
    }

    // crun refuses an errno for an action that takes none, and runc does not mind.
    [Fact]
    public void Translate_leaves_out_what_means_nothing()
    {
        var filter = Translate("""{"defaultAction":"SCMP_ACT_ALLOW","defaultErrnoRet":5,"archMap":[null,{"architecture":"SCMP_ARCH_ARM"}],"flags":[],"listenerPath":"/x","listenerMetadata":"y","syscalls":[{"names":["x"],"action":"SCMP_ACT_KILL","errnoRet":5,"args":[]},{"action":"SCMP_ACT_KILL"}]}""")!;

        Assert.Null(filter.DefaultErrnoRet);
        Assert.Null(filter.Architectures);
        Assert.Null(filter.Flags);
        Assert.Equal((null, null), (filter.ListenerPath, filter.ListenerMetadata));
        var call = Assert.Single(filter.Syscalls!);
        Assert.Equal((null, null), (call.ErrnoRet, call.Args));
    }

    [Fact]
    public void Translate_rule_for_a_listener_names_it()
    {
        var filter = Translate("""{"defaultAction":"SCMP_ACT_ALLOW","listenerPath":"/x","listenerMetadata":"y","syscalls":[{"names":["x"],"action":"SCMP_ACT_NOTIFY"}]}""")!;

        Assert.Equal(("/x", "y"), (filter.ListenerPath, filter.ListenerMetadata));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("""{"syscalls":[],"archMap":null}""")]
    public void Translate_empty_profile_filters_nothing(string json) => Assert.Null(Translate(json));

    [Theory]
    [InlineData("rules without a default", """{"syscalls":[{"names":["x"],"action":"SCMP_ACT_ERRNO"}]}""", "string  is not a valid action for seccomp")]
    [InlineData("unknown default", """{"defaultAction":"X"}""", "string X is not a valid action for seccomp")]
    [InlineData("a listener for every call", """{"defaultAction":"SCMP_ACT_NOTIFY"}""", "SCMP_ACT_NOTIFY cannot be used as default action")]
    [InlineData("no action", """{"defaultAction":"SCMP_ACT_ALLOW","syscalls":[{"names":["x"]}]}""", "string  is not a valid action for seccomp")]
    [InlineData("null action", """{"defaultAction":"SCMP_ACT_ALLOW","syscalls":[{"names":["x"],"action":null}]}""", "string  is not a valid action for seccomp")]
    [InlineData("null rule", """{"defaultAction":"SCMP_ACT_ALLOW","syscalls":[null]}""", "a rule of the seccomp profile is null")]
    [InlineData("null name", """{"defaultAction":"SCMP_ACT_ALLOW","syscalls":[{"names":[null],"action":"SCMP_ACT_ERRNO"}]}""", "empty string is not a valid syscall")]
    [InlineData("empty name", """{"defaultAction":"SCMP_ACT_ALLOW","syscalls":[{"names":["x",""],"action":"SCMP_ACT_ERRNO"}]}""", "empty string is not a valid syscall")]
    [InlineData("null condition", """{"defaultAction":"SCMP_ACT_ALLOW","syscalls":[{"names":["x"],"action":"SCMP_ACT_ERRNO","args":[null]}]}""", "string  is not a valid operator for seccomp")]
    [InlineData("unknown operator", """{"defaultAction":"SCMP_ACT_ALLOW","syscalls":[{"names":["x"],"action":"SCMP_ACT_ERRNO","args":[{"op":"X"}]}]}""", "string X is not a valid operator for seccomp")]
    [InlineData("seventh argument", """{"defaultAction":"SCMP_ACT_ALLOW","syscalls":[{"names":["x"],"action":"SCMP_ACT_ERRNO","args":[{"index":6,"op":"SCMP_CMP_EQ"}]}]}""", "error creating seccomp syscall condition for syscall x: syscalls only have up to 6 arguments (6 given)")]
    [InlineData("unknown architecture", """{"defaultAction":"SCMP_ACT_ALLOW","architectures":["X"]}""", "string X is not a valid arch for seccomp")]
    [InlineData("null architecture", """{"defaultAction":"SCMP_ACT_ALLOW","archMap":[{"architecture":"SCMP_ARCH_X86_64","subArchitectures":[null]}]}""", "string  is not a valid arch for seccomp")]
    [InlineData("unknown flag", """{"defaultAction":"SCMP_ACT_ALLOW","flags":["X"]}""", "string X is not a valid flag for seccomp")]
    [InlineData("both name and names", """{"defaultAction":"SCMP_ACT_ALLOW","syscalls":[{"name":"x","names":["y"]}]}""", "both 'name' and 'names' are specified in the seccomp profile, use either 'name' or 'names'")]
    [InlineData("both ways to name architectures", """{"defaultAction":"SCMP_ACT_ALLOW","architectures":["x"],"archMap":[{"architecture":"y"}]}""", "both 'architectures' and 'archMap' are specified in the seccomp profile, use either 'architectures' or 'archMap'")]
    [InlineData("no version", """{"syscalls":[{"includes":{"minKernel":"new"}}]}""", "Decoding seccomp profile failed: invalid kernel version: \"new\", expected \"<kernel>.<major>\"")]
    [InlineData("three numbers", """{"syscalls":[{"excludes":{"minKernel":"4.8.1"}}]}""", "Decoding seccomp profile failed: invalid kernel version: \"4.8.1\", expected \"<kernel>.<major>\"")]
    [InlineData("nought", """{"syscalls":[{"includes":{"minKernel":"0.0"}}]}""", "Decoding seccomp profile failed: invalid kernel version: \"0.0\", expected \"<kernel>.<major>\": version cannot be 0.0")]
    [InlineData("big number", """{"syscalls":[{"includes":{"minKernel":"300.0"}}]}""", "Decoding seccomp profile failed: invalid kernel version: \"300.0\", expected \"<kernel>.<major>\": strconv.ParseUint: parsing \"300\": value out of range")]
    [InlineData("no number", """{"syscalls":[{"includes":{"minKernel":"4.+1"}}]}""", "Decoding seccomp profile failed: invalid kernel version: \"4.+1\", expected \"<kernel>.<major>\": strconv.ParseUint: parsing \"+1\": invalid syntax")]
    public void Translate_contradiction_is_refused(string trick, string json, string message)
    {
        var error = Assert.Throws<WhelkException>(() => Translate(json));
        Assert.True((error.Code, error.Message) == (ErrorCode.InvalidArgument, message), $"{trick}: {error.Message}");
    }

    [Theory]
    [InlineData("nothing", "")]
    [InlineData("no JSON", "x")]
    [InlineData("two texts", "{} {}")]
    [InlineData("a list", "[]")]
    [InlineData("a rule that is none", """{"syscalls":{}}""")]
    [InlineData("a negative index", """{"syscalls":[{"args":[{"index":-1}]}]}""")]
    [InlineData("a version that is a number", """{"syscalls":[{"includes":{"minKernel":5}}]}""")]
    [InlineData("half a character", """{"defaultAction":"\ud800"}""")]
    public void Parse_refuses_what_is_no_profile(string trick, string json)
    {
        var error = Assert.Throws<WhelkException>(() => SeccompProfile.Parse(Encoding.UTF8.GetBytes(json)));
        Assert.True(error.Code == ErrorCode.InvalidArgument && error.Message.StartsWith("Decoding seccomp profile failed: ", StringComparison.Ordinal), $"{trick}: {error.Message}");
    }

    [Fact]
    public void Parse_refuses_what_is_too_long_or_too_deep()
    {
        Assert.Throws<WhelkException>(() => SeccompProfile.Parse(Encoding.UTF8.GetBytes($"{{}}{new string(' ', SeccompProfile.LongestText)}")));
        Assert.Throws<WhelkException>(() => SeccompProfile.Parse(Encoding.UTF8.GetBytes($"{{\"x\":{new string('[', 100_000)}{new string(']', 100_000)}}}")));
    }

    private static LinuxSeccomp? Translate(string json, Version? kernel = null) =>
        SeccompTranslation.Translate(SeccompProfile.Parse(Encoding.UTF8.GetBytes(json)), ["CAP_CHOWN"], kernel ?? new Version(6, 1));
}
