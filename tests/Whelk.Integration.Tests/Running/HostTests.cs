using System.Globalization;
using Whelk.Integration.Tests.Support;

namespace Whelk.Integration.Tests.Running;

/// <summary>What a workload is given of the host beyond the default, where both isolations have it.</summary>
public abstract class HostTests(SharedDaemon shared) : IsolationSuite(shared)
{
    /// <summary>Whether a workload can be given a lower score than the daemon's.</summary>
    protected abstract bool MayLowerScores { get; }

    [Fact]
    public async Task Privileged_workload_may_mount_and_sees_the_kernels_paths()
    {
        var result = await RunAsync("--rm", "--privileged", "whelk/base", "sh", "-c", "grep Seccomp: /proc/self/status; mount -t tmpfs x /tmp && echo mounted; grep -c ' /proc/' /proc/mounts; grep -E ' /sys .* ro,' /proc/mounts");

        Assert.Equal("Seccomp:\t0\nmounted\n0\n", result.Output);
    }

    [Fact]
    public async Task Privileged_exec_has_every_capability_in_a_workload_that_has_not()
    {
        const int CAP_SYS_ADMIN = 21;
        await using var workload = await StartAsync(Name("plain"), "whelk/base", "sleep", "1000");

        Assert.Equal("CapEff:\t00000000a80425fb", await Daemon.DoAsync("exec", workload.Name, "grep", "CapEff", "/proc/self/status"));
        var privileged = await Daemon.DoAsync("exec", "--privileged", workload.Name, "grep", "CapEff", "/proc/self/status");
        Assert.NotEqual(0UL, ulong.Parse(privileged["CapEff:\t".Length..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) & (1UL << CAP_SYS_ADMIN));

        // The filter of system calls stays the workload's own, which was made for one that may not mount.
        Assert.NotEqual(0, (await Daemon.WhelkAsync("exec", "--privileged", workload.Name, "mount", "-t", "tmpfs", "x", "/tmp")).Status.ShellCode);
    }

    [Fact]
    public async Task Init_reaps_passes_signals_on_and_ends_as_the_program_does()
    {
        await using var workload = await StartAsync(Name("init"), "--init", "whelk/base", "sh", "-c", "trap 'exit 9' TERM; (sleep 0 &) ; echo ready; while :; do sleep .1; done");
        await UntilAsync(async () => await Daemon.DoAsync("logs", workload.Name) == "ready");

        Assert.StartsWith("/sbin/docker-init", await Daemon.DoAsync("exec", workload.Name, "sh", "-c", "tr '\\0' ' ' < /proc/1/cmdline"), StringComparison.Ordinal);
        await UntilAsync(async () => !(await Daemon.DoAsync("exec", workload.Name, "ps")).Contains("[sleep]", StringComparison.Ordinal));
        await Daemon.DoAsync("stop", "-t", "20", workload.Name);
        Assert.Equal("9", await Daemon.DoAsync("inspect", "--format", "{{.State.ExitCode}}", workload.Name));
    }

    [Fact]
    public async Task Init_without_a_program_to_run_exits_with_127() => Assert.Equal(127, (await RunAsync("--rm", "--init", "whelk/base", "nosuch")).Status.ShellCode);

    [Fact]
    public async Task Score_paths_and_shared_memory_are_as_asked()
    {
        var result = await RunAsync("--rm", "--oom-score-adj", "321", "--ipc", "none", "--security-opt", "systempaths=unconfined", "whelk/base", "sh", "-c", "cat /proc/self/oom_score_adj; ls -d /dev/shm; grep -c ' /proc/' /proc/mounts");

        Assert.Equal(("321\n0\n", "ls: /dev/shm: No such file or directory\n"), (result.Output, result.Error));
    }

    [Theory]
    [InlineData("--device-cgroup-rule", "x", "invalid device cgroup rule format: 'x'")]
    [InlineData("--oom-score-adj", "2000", "Invalid value 2000, range for oom score adj is [-1000, 1000]")]
    [InlineData("--blkio-weight", "5", "Range of blkio weight is from 10 to 1000")]
    [InlineData("--pid", "private", "invalid PID mode: private")]
    [InlineData("--cgroup-parent", "/a/../..", "invalid cgroup parent: /a/../..")]
    public async Task Wrong_value_is_refused_in_Dockers_words(string flag, string value, string message)
    {
        var result = await Daemon.WhelkAsync("create", "--isolation", Isolation, flag, value, "whelk/base", "true");

        Assert.Contains(message, result.Error, StringComparison.Ordinal);
    }

    // At once, and more than the limit, but not more than a guest's kernel would promise: one that comes near its end slowly reads its own programs again and again first.
    [Fact]
    public async Task Workload_that_runs_out_of_memory_says_so()
    {
        await using var greedy = await StartAsync(Name("greedy"), "-m", "32m", "--memory-swap", "32m", "whelk/base", "sh", "-c", "tail -c 72m /dev/zero; echo $?");
        await using var modest = await StartAsync(Name("modest"), "-m", "32m", "whelk/base", "sh", "-c", "exit 137");
        await Daemon.DoAsync("wait", greedy.Name, modest.Name);

        Assert.Equal("137", await Daemon.DoAsync("logs", greedy.Name));
        Assert.Equal(["true", "false"], (await Daemon.DoAsync("inspect", "--format", "{{.State.OOMKilled}}", greedy.Name, modest.Name)).Split('\n'));
        var told = await Daemon.DoAsync("events", "--since", "10m", "--until", "0s", "--filter", $"container={greedy.Name}");
        Assert.Contains(" oom ", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Log_of_driver_local_is_rotated_compressed_and_read_whole()
    {
        await using var workload = await StartAsync(Name("local"), "--log-driver", "local", "--log-opt", "max-size=20k", "--log-opt", "max-file=50", "whelk/base", "seq", "1", "3000");
        await Daemon.DoAsync("wait", workload.Name);

        Assert.Equal(string.Join('\n', Enumerable.Range(1, 3000)), await Daemon.DoAsync("logs", workload.Name));
        Assert.Equal("2999\n3000", await Daemon.DoAsync("logs", "--tail", "2", workload.Name));
        Assert.Equal("local", await Daemon.DoAsync("inspect", "--format", "{{.HostConfig.LogConfig.Type}}", workload.Name));
    }

    [Fact]
    public async Task Log_of_driver_none_cannot_be_read()
    {
        await using var workload = await StartAsync(Name("none"), "--log-driver", "none", "whelk/base", "echo", "lost");
        await Daemon.DoAsync("wait", workload.Name);

        Assert.Contains("configured logging driver does not support reading", (await Daemon.WhelkAsync("logs", workload.Name)).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Log_carries_what_was_asked_for()
    {
        await using var workload = await StartAsync(Name("tagged"), "--label", "who=me & you", "--log-opt", "labels=who", "--log-opt", "tag={{.ImageName}}", "--log-opt", "mode=non-blocking", "whelk/base", "echo", "hi");
        await Daemon.DoAsync("wait", workload.Name);

        Assert.Equal("tag=whelk%2Fbase,who=me+%26+you hi", await Daemon.DoAsync("logs", "--details", workload.Name));
        Assert.Equal("hi", await Daemon.DoAsync("logs", workload.Name));
    }

    [Fact]
    public async Task Control_group_lies_below_the_one_that_was_named()
    {
        var parent = $"/whelk-test-{Name("parent")}";
        try
        {
            await using var workload = await StartAsync(Name("apart"), "--cgroup-parent", $"{parent}/a", "whelk/base", "sleep", "1000");
            var pid = await Daemon.DoAsync("inspect", "--format", "{{.State.Pid}}", workload.Name);

            Assert.Contains($"{parent}/a/", await File.ReadAllTextAsync($"/proc/{pid}/cgroup"), StringComparison.Ordinal);
        }
        finally
        {
            await Linux.Cgroups.Cgroup.Existing($"{parent}/a").RemoveAsync(CancellationToken.None);
            await Linux.Cgroups.Cgroup.Existing(parent).RemoveAsync(CancellationToken.None);
        }
    }

    [Fact]
    public async Task Score_that_the_daemon_may_not_give_is_left_out_with_a_warning()
    {
        var result = await RunAsync("--rm", "--oom-score-adj", "-1000", "whelk/base", "cat", "/proc/self/oom_score_adj");

        Assert.Equal(MayLowerScores, result.Output == "-1000\n");
        Assert.Equal(!MayLowerScores, result.Error.Contains("WARNING: The daemon may not lower the oom score adj to -1000", StringComparison.Ordinal));
    }
}
