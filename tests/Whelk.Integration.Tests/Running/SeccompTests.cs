using Whelk.Integration.Tests.Support;

namespace Whelk.Integration.Tests.Running;

/// <summary>A filter of system calls of the user's own.</summary>
public abstract class SeccompTests(SharedDaemon shared) : IsolationSuite(shared)
{
    private const string MakeFolder = "mkdir /tmp/x && echo made; grep Seccomp: /proc/self/status";

    // An errno that nothing else gives here.
    private const string NoFolders = """
        {
          "defaultAction": "SCMP_ACT_ALLOW",
          "archMap": [{ "architecture": "SCMP_ARCH_X86_64", "subArchitectures": ["SCMP_ARCH_X86", "SCMP_ARCH_X32"] }],
          "syscalls": [
            { "names": ["mkdir", "mkdirat", "nosuchcall"], "action": "SCMP_ACT_ERRNO", "errnoRet": 5, "excludes": { "caps": ["CAP_WAKE_ALARM"] } },
            { "names": ["sethostname"], "action": "SCMP_ACT_ERRNO", "includes": { "minKernel": "250.0" } }
          ]
        }
        """;

    [Fact]
    public async Task Call_that_the_profile_forbids_fails_also_in_an_exec_and_by_default_does_not()
    {
        using var profile = new ProfileFile(NoFolders);
        await using var workload = await StartAsync(Name("filtered"), "--security-opt", $"seccomp={profile.Path}", "whelk/base", "sleep", "1000");
        var filtered = await Daemon.WhelkAsync("exec", workload.Name, "sh", "-c", MakeFolder);
        var privileged = await Daemon.WhelkAsync("exec", "--privileged", workload.Name, "sh", "-c", MakeFolder);
        var plain = await RunAsync("--rm", "whelk/base", "sh", "-c", MakeFolder);

        Assert.Equal(("Seccomp:\t2\n", "mkdir: can't create directory '/tmp/x': Input/output error\n"), (filtered.Output, filtered.Error));
        Assert.Equal((filtered.Output, filtered.Error), (privileged.Output, privileged.Error));
        Assert.Equal("made\nSeccomp:\t2\n", plain.Output);
        Assert.StartsWith("[seccomp={\"defaultAction\":\"SCMP_ACT_ALLOW\",\"archMap\":[{", await Daemon.DoAsync("inspect", "--format", "{{.HostConfig.SecurityOpt}}", workload.Name), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Profile_goes_by_the_capabilities_and_a_rule_that_is_left_out_forbids_nothing()
    {
        using var profile = new ProfileFile(NoFolders);

        Assert.StartsWith("made\n", (await RunAsync("--rm", "--cap-add", "WAKE_ALARM", "--security-opt", $"seccomp={profile.Path}", "whelk/base", "sh", "-c", MakeFolder)).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Privileged_workload_has_the_filter_that_is_asked_for()
    {
        var builtin = await RunAsync("--rm", "--privileged", "--security-opt", "seccomp=builtin", "whelk/base", "grep", "Seccomp:", "/proc/self/status");
        using var profile = new ProfileFile("""{"defaultAction":"SCMP_ACT_ALLOW","syscalls":[{"names":["mkdir","mkdirat"],"action":"SCMP_ACT_ERRNO"}]}""");
        var own = await RunAsync("--rm", "--privileged", "--security-opt", $"seccomp={profile.Path}", "whelk/base", "sh", "-c", MakeFolder);

        Assert.Equal("Seccomp:\t2\n", builtin.Output);
        Assert.Equal(("Seccomp:\t2\n", "mkdir: can't create directory '/tmp/x': Operation not permitted\n"), (own.Output, own.Error));
    }

    [Fact]
    public async Task Profile_that_filters_nothing_is_taken()
    {
        using var empty = new ProfileFile("{}");
        using var open = new ProfileFile("""{"defaultAction":"SCMP_ACT_ALLOW","listenerPath":"/nowhere"}""");

        Assert.Equal("Seccomp:\t0\n", (await RunAsync("--rm", "--security-opt", $"seccomp={empty.Path}", "whelk/base", "grep", "Seccomp:", "/proc/self/status")).Output);
        Assert.Equal("Seccomp:\t2\n", (await RunAsync("--rm", "--security-opt", $"seccomp={open.Path}", "whelk/base", "grep", "Seccomp:", "/proc/self/status")).Output);
    }

    [Theory]
    [InlineData("""{"defaultAction":"SCMP_ACT_NOSUCH"}""", "string SCMP_ACT_NOSUCH is not a valid action for seccomp")]
    [InlineData("""{"defaultAction":"SCMP_ACT_ALLOW","syscalls":{}}""", "Decoding seccomp profile failed: ")]
    [InlineData("""{"defaultAction":""", "compacting json for seccomp profile (")]
    public async Task Profile_that_is_none_is_refused_at_creation(string text, string message)
    {
        using var profile = new ProfileFile(text);
        var result = await Daemon.WhelkAsync("create", "--isolation", Isolation, "--security-opt", $"seccomp={profile.Path}", "whelk/base", "true");

        Assert.Contains(message, result.Error, StringComparison.Ordinal);
    }
}
