using Whelk.Integration.Tests.Support;

namespace Whelk.Integration.Tests.Running;

/// <summary>What is done to a workload that runs: pause, rename, restart by a policy; and what is told of it.</summary>
public abstract class VerbTests(SharedDaemon shared) : IsolationSuite(shared)
{
    private const string Ticking = "i=0; while :; do i=$((i+1)); echo $i > /share/tick; sleep .05; done";

    [Fact]
    public async Task Paused_workload_stands_still_and_goes_on_where_it_was()
    {
        var folder = Directory.CreateTempSubdirectory("whelk-tick-");
        try
        {
            await using var workload = await StartAsync(Name("paused"), "-v", $"{folder.FullName}:/share", "whelk/base", "sh", "-c", Ticking);
            var tick = Path.Combine(folder.FullName, "tick");
            await UntilAsync(() => Task.FromResult(Read(tick).Length > 0));

            await Daemon.DoAsync("pause", workload.Name);
            var stopped = Read(tick);
            Assert.Equal("paused", await Daemon.DoAsync("inspect", "--format", "{{.State.Status}}", workload.Name));
            Assert.EndsWith("(Paused)", await Daemon.DoAsync("ps", "--filter", $"name={workload.Name}", "--format", "{{.Status}}"), StringComparison.Ordinal);
            var again = await Daemon.WhelkAsync("pause", workload.Name);
            var exec = await Daemon.WhelkAsync("exec", workload.Name, "true");
            Assert.Equal(stopped, Read(tick));

            await Daemon.DoAsync("unpause", workload.Name);
            await UntilAsync(() => Task.FromResult(Read(tick) is { Length: > 0 } now && now != stopped));
            Assert.Contains("is already paused", again.Error, StringComparison.Ordinal);
            Assert.Contains("is paused, unpause the container before exec", exec.Error, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Paused_workload_can_be_stopped()
    {
        await using var workload = await StartAsync(Name("frozen"), "whelk/base", "sh", "-c", "trap 'exit 5' TERM; echo ready; while :; do sleep .05; done");
        await UntilAsync(async () => await Daemon.DoAsync("logs", workload.Name) == "ready");
        await Daemon.DoAsync("pause", workload.Name);
        var refused = await Daemon.WhelkAsync("rm", workload.Name);

        await Daemon.DoAsync("stop", "-t", "20", workload.Name);

        Assert.Contains("container is paused and must be unpaused first", refused.Error, StringComparison.Ordinal);
        Assert.Equal("5", await Daemon.DoAsync("inspect", "--format", "{{.State.ExitCode}}", workload.Name));
    }

    [Fact]
    public async Task Renamed_workload_is_found_by_its_new_name_alone()
    {
        await using var workload = await StartAsync(Name("before"), "whelk/base", "sleep", "1000");
        var name = Name("after");

        await Daemon.DoAsync("rename", workload.Name, name);

        Assert.Equal($"/{name}", await Daemon.DoAsync("inspect", "--format", "{{.Name}}", name));
        Assert.Equal(1, (await Daemon.WhelkAsync("inspect", workload.Name)).Status.ShellCode);
        Assert.Equal("in", await Daemon.DoAsync("exec", name, "echo", "in"));
        Assert.Contains("same name as its current name", (await Daemon.WhelkAsync("rename", name, name)).Error, StringComparison.Ordinal);
        await Daemon.DoAsync("rename", name, workload.Name);
    }

    [Fact]
    public async Task Policy_on_failure_starts_it_again_as_often_as_it_says()
    {
        await using var workload = await StartAsync(Name("failing"), "--restart", "on-failure:2", "whelk/base", "sh", "-c", "echo run; exit 3");

        await UntilAsync(async () => await Daemon.DoAsync("inspect", "--format", "{{.State.Status}} {{.RestartCount}}", workload.Name) == "exited 2");

        Assert.Equal("run\nrun\nrun", await Daemon.DoAsync("logs", workload.Name));
        Assert.Equal("3", await Daemon.DoAsync("inspect", "--format", "{{.State.ExitCode}}", workload.Name));
    }

    [Fact]
    public async Task Policy_always_starts_it_again_until_it_is_stopped()
    {
        await using var workload = await StartAsync(Name("always"), "--restart", "always", "whelk/base", "sh", "-c", "echo run; [ -e /second ] && exec sleep 1000; touch /second");
        await UntilAsync(async () => await Daemon.DoAsync("logs", workload.Name) == "run\nrun");

        await Daemon.DoAsync("stop", "-t", "0", workload.Name);

        Assert.Equal("exited", await Daemon.DoAsync("inspect", "--format", "{{.State.Status}}", workload.Name));
        Assert.Equal("run\nrun", await Daemon.DoAsync("logs", workload.Name));
    }

    [Fact]
    public async Task Update_is_kept_and_holds_at_once()
    {
        await using var workload = await StartAsync(Name("updated"), "-m", "200m", "--pids-limit", "50", "whelk/base", "sleep", "1000");

        Assert.Equal("209715200 50", await LimitsAsync(workload.Name));
        await Daemon.DoAsync("update", "-m", "100m", "--memory-swap", "200m", "--cpus", "0.5", "--pids-limit", "40", "--restart", "on-failure:3", workload.Name);
        Assert.Equal("104857600 40", await LimitsAsync(workload.Name));

        Assert.Equal("104857600 500000000 on-failure", await Daemon.DoAsync("inspect", "--format", "{{.HostConfig.Memory}} {{.HostConfig.NanoCpus}} {{.HostConfig.RestartPolicy.Name}}", workload.Name));
        var refused = await Daemon.WhelkAsync("update", "-m", "1m", workload.Name);
        await Daemon.DoAsync("restart", "-t", "0", workload.Name);
        Assert.Equal("104857600 40", await LimitsAsync(workload.Name));
        Assert.Contains("Minimum memory limit allowed is 6MB", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Statistics_move_with_what_the_workload_does()
    {
        await using var workload = await StartAsync(Name("busy"), "-m", "64m", "whelk/base", "sh", "-c", "while :; do :; done");

        var row = await StatisticsAsync(workload.Name);

        Assert.Equal(workload.Name, row[1]);
        Assert.InRange(double.Parse(row[2].TrimEnd('%'), System.Globalization.CultureInfo.InvariantCulture), 10, 400);
        Assert.NotEqual("0B", row[3].Split(' ')[0]);
        Assert.EndsWith(" / 64MiB", row[3], StringComparison.Ordinal);
        Assert.Equal("1", row[^1]);
    }

    [Fact]
    public async Task Events_tell_a_life_in_order()
    {
        var name = Name("told");
        await using (var workload = await StartAsync(name, "--label", "who=me", "whelk/base", "sh", "-c", "exit 4"))
        {
            await Daemon.DoAsync("wait", name);
        }

        var lines = await Daemon.DoAsync("events", "--since", "10m", "--until", "0s", "--filter", $"container={name}", "--filter", "label=who=me");

        Assert.Equal(["create", "start", "die", "destroy"], lines.Split('\n').Select(line => line.Split(' ')[2]).Where(action => action is not "attach"));
        Assert.Contains("exitCode=4", lines, StringComparison.Ordinal);
        Assert.Contains("image=whelk/base", lines, StringComparison.Ordinal);
    }

    private async Task<string[]> StatisticsAsync(string name) =>
        [.. (await Daemon.DoAsync("stats", "--no-stream", name)).Split('\n')[^1].Split("   ", StringSplitOptions.RemoveEmptyEntries).Select(cell => cell.Trim())];

    // As the kernel has it: of a VM the whole machine's.
    // As the workload sees them: of version 2, which a VM has too, or of version 1.
    private Task<string> LimitsAsync(string name) => Daemon.DoAsync(
        "exec", name, "sh", "-c", "cd /sys/fs/cgroup; echo $(cat memory.max 2> /dev/null || cat memory/memory.limit_in_bytes) $(cat pids.max 2> /dev/null || cat pids/pids.max)");

    private static string Read(string path) => File.Exists(path) ? File.ReadAllText(path) : string.Empty;
}
