using Whelk.Integration.Tests.Support;

namespace Whelk.Integration.Tests.Running;

/// <summary>Further processes in a running workload.</summary>
public abstract class ExecTests(SharedDaemon shared) : IsolationSuite(shared)
{
    [Fact]
    public async Task Exec_runs_beside_the_first_process_and_hands_on_what_it_does()
    {
        await using var workload = await StartAsync(Name("exec"), "--env", "COLOR=blue", "whelk/base", "sleep", "1000");

        var plain = await Daemon.WhelkAsync("exec", workload.Name, "sh", "-c", "echo $COLOR; echo err >&2; exit 5");
        var asked = await Daemon.WhelkAsync("exec", "-e", "COLOR=red", "-w", "/tmp", "-u", "nobody", workload.Name, "sh", "-c", "echo $COLOR; pwd; id -un; tr '\\0' ' ' < /proc/1/cmdline");
        var fed = await Daemon.WhelkWithInputAsync("text", "exec", "-i", workload.Name, "sh", "-c", "cat; echo .");
        var terminal = await Daemon.WhelkAsync("exec", "-t", workload.Name, "tty");
        var missing = await Daemon.WhelkAsync("exec", workload.Name, "nosuch");

        Assert.Equal((5, "blue\n", "err\n"), (plain.Status.ShellCode, plain.Output, plain.Error));
        Assert.Equal("red\n/tmp\nnobody\nsleep 1000 ", asked.Output);
        Assert.Equal("text.\n", fed.Output);
        Assert.StartsWith("/dev/pts/", terminal.Output, StringComparison.Ordinal);
        Assert.Equal(127, missing.Status.ShellCode);
        Assert.Contains("executable file not found in $PATH", missing.Error + missing.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Exec_has_the_workloads_capabilities_and_seccomp_filter()
    {
        await using var workload = await StartAsync(Name("confined"), "whelk/base", "sleep", "1000");

        var status = await Daemon.DoAsync("exec", workload.Name, "grep", "-E", "CapEff|Seccomp:", "/proc/self/status");

        Assert.Equal("CapEff:\t00000000a80425fb\nSeccomp:\t2", status);
    }

    [Fact]
    public async Task Exec_in_a_workload_that_does_not_run_is_refused()
    {
        await using var workload = await StartAsync(Name("ended"), "whelk/base", "true");
        await Daemon.DoAsync("wait", workload.Name);

        var refused = await Daemon.WhelkAsync("exec", workload.Name, "true");

        Assert.Equal(1, refused.Status.ShellCode);
        Assert.Matches("[Cc]ontainer [0-9a-f]{64} is not running", refused.Error);
    }
}
