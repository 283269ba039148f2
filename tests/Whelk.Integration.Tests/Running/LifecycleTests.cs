using Whelk.Integration.Tests.Support;

namespace Whelk.Integration.Tests.Running;

/// <summary>A workload in the background, from its start to its removal.</summary>
public abstract class LifecycleTests(SharedDaemon shared) : IsolationSuite(shared)
{
    private const string Patient = "trap 'echo bye; exit 3' TERM; echo ready; while :; do sleep .1; done";

    [Fact]
    public async Task Detached_workload_is_listed_while_it_runs_and_after()
    {
        await using var workload = await StartAsync(Name("listed"), "whelk/base", "sleep", "1000");

        Assert.Contains(workload.Name, await Daemon.DoAsync("ps", "--format", "{{.Names}}"), StringComparison.Ordinal);
        Assert.Equal("running", await Daemon.DoAsync("inspect", "--format", "{{.State.Status}}", workload.Name));
        await Daemon.DoAsync("kill", workload.Name);
        Assert.Equal("137", await Daemon.DoAsync("wait", workload.Name));
        Assert.DoesNotContain(workload.Name, await Daemon.DoAsync("ps", "--format", "{{.Names}}"), StringComparison.Ordinal);
        Assert.StartsWith("Exited (137)", await Daemon.DoAsync("ps", "-a", "--filter", $"name={workload.Name}", "--format", "{{.Status}}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stop_sends_the_signal_and_the_workload_decides_its_exit_code()
    {
        await using var workload = await StartAsync(Name("patient"), "whelk/base", "sh", "-c", Patient);
        await UntilLoggedAsync(workload.Name, "ready");

        await Daemon.DoAsync("stop", "-t", "20", workload.Name);

        Assert.Equal("3", await Daemon.DoAsync("inspect", "--format", "{{.State.ExitCode}}", workload.Name));
        Assert.Equal("ready\nbye", await Daemon.DoAsync("logs", workload.Name));
    }

    [Fact]
    public async Task Stop_kills_what_does_not_listen()
    {
        await using var workload = await StartAsync(Name("deaf"), "whelk/base", "sh", "-c", "trap '' TERM; echo ready; while :; do sleep .1; done");
        await UntilLoggedAsync(workload.Name, "ready");

        await Daemon.DoAsync("stop", "-t", "1", workload.Name);

        Assert.Equal("137", await Daemon.DoAsync("inspect", "--format", "{{.State.ExitCode}}", workload.Name));
    }

    [Fact]
    public async Task Started_again_it_has_its_files_and_its_log()
    {
        await using var workload = await StartAsync(Name("again"), "whelk/base", "sh", "-c", "echo run >> /data; cat /data");
        await Daemon.DoAsync("wait", workload.Name);

        await Daemon.DoAsync("start", workload.Name);
        await Daemon.DoAsync("wait", workload.Name);

        Assert.Equal("run\nrun\nrun", await Daemon.DoAsync("logs", workload.Name));
    }

    [Fact]
    public async Task Logs_keep_streams_and_times_apart()
    {
        await using var workload = await StartAsync(Name("logs"), "whelk/base", "sh", "-c", "echo out; sleep .1; echo err >&2");
        await Daemon.DoAsync("wait", workload.Name);

        var logs = await Daemon.WhelkAsync("logs", workload.Name);
        var stamped = await Daemon.WhelkAsync("logs", "--timestamps", "--tail", "1", workload.Name);

        Assert.Equal(("out\n", "err\n"), (logs.Output, logs.Error));
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z err\n$", stamped.Output + stamped.Error);
    }

    [Fact]
    public async Task Followed_logs_end_with_the_workload()
    {
        await using var workload = await StartAsync(Name("followed"), "whelk/base", "sh", "-c", "for i in 1 2 3; do echo $i; sleep .2; done");

        var logs = await Daemon.WhelkAsync("logs", "-f", workload.Name);

        Assert.Equal("1\n2\n3\n", logs.Output);
    }

    [Fact]
    public async Task Remove_of_a_running_workload_needs_force()
    {
        await using var workload = await StartAsync(Name("running"), "whelk/base", "sleep", "1000");

        var refused = await Daemon.WhelkAsync("rm", workload.Name);
        await Daemon.DoAsync("rm", "-f", workload.Name);

        Assert.Equal(1, refused.Status.ShellCode);
        Assert.Contains($"cannot remove container \"/{workload.Name}\": container is running", refused.Error, StringComparison.Ordinal);
        Assert.Equal(1, (await Daemon.WhelkAsync("inspect", workload.Name)).Status.ShellCode);
    }

    [Fact]
    public async Task Name_in_use_is_refused_in_Dockers_words_and_is_free_after_removal()
    {
        await using var workload = await StartAsync(Name("taken"), "whelk/base", "true");
        var refused = await RunAsync("--name", workload.Name, "whelk/base", "true");
        await Daemon.DoAsync("wait", workload.Name);
        await Daemon.DoAsync("rm", workload.Name);
        await Daemon.DoAsync("create", "--isolation", Isolation, "--name", workload.Name, "whelk/base", "true");

        Assert.Equal(125, refused.Status.ShellCode);
        Assert.Contains($"Conflict. The container name \"/{workload.Name}\" is already in use by container", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Memory_limit_is_what_the_workload_may_use()
    {
        var result = await RunAsync("--rm", "-m", "48m", "whelk/base", "sh", "-c", "head -c 20000000 /dev/zero | tail -c 20000000 | wc -c; head -c 90000000 /dev/zero | tail -c 90000000 | wc -c; exit 0");

        Assert.StartsWith("20000000\n", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("90000000", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stop_while_it_starts_stops_it()
    {
        var name = Name("starting");
        var id = await Daemon.DoAsync("create", "--isolation", Isolation, "--name", name, "whelk/base", "sleep", "1000");
        await using var workload = new StartedWorkload(Daemon, name);
        var starting = Daemon.DoAsync("start", name);
        await UntilAsync(() => Task.FromResult(starting.IsCompleted || Directory.Exists(Path.Combine(Daemon.Run, "w", id[..12]))));

        await Daemon.DoAsync("stop", "-t", "0", name);

        await starting;
        Assert.NotEqual("running", await Daemon.DoAsync("inspect", "--format", "{{.State.Status}}", name));
    }

    [Fact]
    public async Task Restart_keeps_a_workload_that_removes_itself_at_its_end()
    {
        await using var workload = await StartAsync(Name("restarted"), "--rm", "whelk/base", "sh", "-c", "echo run; exec sleep 1000");
        await UntilLoggedAsync(workload.Name, "run");

        await Daemon.DoAsync("restart", "-t", "0", workload.Name);
        await UntilAsync(async () => await Daemon.DoAsync("logs", workload.Name) == "run\nrun");
        await Daemon.DoAsync("kill", workload.Name);
        await UntilAsync(async () => (await Daemon.WhelkAsync("inspect", workload.Name)).Status.ShellCode == 1);
    }

    [Fact]
    public async Task Removal_leaves_no_file_whatever_its_name()
    {
        await using var workload = await StartAsync(Name("named"), "whelk/base", "sh", "-c", "f=$(printf 'caf\\351'); mkdir /$f; echo x > /$f/$f");
        await Daemon.DoAsync("wait", workload.Name);
        var folder = Path.Combine(Daemon.Root, "workloads", await Daemon.DoAsync("inspect", "--format", "{{.Id}}", workload.Name));
        Assert.True(Directory.Exists(folder));

        await Daemon.DoAsync("rm", workload.Name);

        await UntilAsync(() => Task.FromResult(!Directory.Exists(folder)));
    }

    private Task UntilLoggedAsync(string name, string line) =>
        UntilAsync(async () => (await Daemon.DoAsync("logs", name)).Split('\n').Contains(line));
}
