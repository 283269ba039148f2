using System.Globalization;
using Whelk.Integration.Tests.Support;
using Whelk.Linux.Processes;
using Whelk.Linux.Signals;

namespace Whelk.Integration.Tests.Recovering;

/// <summary>The daemon, or a monitor, is killed while containers and VMs run.</summary>
public sealed class RecoveryTests
{
    private static readonly string[] Isolations = ["container", "vm"];

    [Fact]
    public async Task Daemon_killed_while_both_run_finds_them_again()
    {
        await using var daemon = await PrivateDaemon.StartAsync();
        foreach (var isolation in Isolations)
        {
            await daemon.DoAsync("run", "-d", "--isolation", isolation, "--name", isolation, "-p", "80", "whelk/base", "sh", "-c", "echo begin; httpd -p 80 -h /etc; trap 'exit 6' TERM; while :; do sleep .1; done");
        }

        var before = await daemon.DoAsync("ps", "--format", "{{.Names}} {{.Ports}}");
        await daemon.KillAsync();
        await daemon.StartAgainAsync();

        Assert.Equal(before, await daemon.DoAsync("ps", "--format", "{{.Names}} {{.Ports}}"));
        foreach (var isolation in Isolations)
        {
            Assert.Equal("begin", await daemon.DoAsync("logs", isolation));
            Assert.Equal("found", await daemon.DoAsync("exec", isolation, "echo", "found"));
            var port = (await daemon.DoAsync("port", isolation, "80/tcp")).Split('\n')[0].Split(':')[^1];
            Assert.Equal("NAME=\"Whelk base\"\n", await Web.FetchAsync($"http://127.0.0.1:{port}/os-release"));
            await daemon.DoAsync("stop", isolation);
            Assert.Equal("6", await daemon.DoAsync("inspect", "--format", "{{.State.ExitCode}}", isolation));
        }
    }

    [Fact]
    public async Task Workload_with_users_of_its_own_is_found_with_them_and_nobody_else_gets_them()
    {
        await using var daemon = await PrivateDaemon.StartAsync();
        await daemon.DoAsync("run", "-d", "--name", "runs", "--userns", "auto", "-p", "80", "whelk/base", "httpd", "-f", "-p", "80", "-h", "/etc");
        await daemon.DoAsync("create", "--name", "rests", "--userns", "auto", "whelk/base", "sleep", "1000");
        await daemon.KillAsync();
        await daemon.StartAgainAsync();

        await daemon.DoAsync("start", "rests");
        await daemon.DoAsync("run", "-d", "--name", "later", "--userns", "auto", "whelk/base", "sleep", "1000");
        var maps = new List<string>();
        foreach (var name in new[] { "runs", "rests", "later" })
        {
            maps.Add(await daemon.DoAsync("exec", name, "cat", "/proc/self/uid_map"));
        }

        Assert.Equal(3, maps.Distinct().Count());
        var port = (await daemon.DoAsync("port", "runs", "80/tcp")).Split('\n')[0].Split(':')[^1];
        Assert.Equal("NAME=\"Whelk base\"\n", await Web.FetchAsync($"http://127.0.0.1:{port}/os-release"));
    }

    [Fact]
    public async Task Workload_that_ends_while_no_daemon_lives_keeps_its_exit_code_and_log()
    {
        await using var daemon = await PrivateDaemon.StartAsync();
        foreach (var isolation in Isolations)
        {
            await daemon.DoAsync("run", "-d", "--isolation", isolation, "--name", isolation, "-v", $"{daemon.Folder}:/share", "whelk/base", "sh", "-c", "while [ ! -e /share/go ]; do sleep .05; done; echo done; exit 9");
        }

        await daemon.KillAsync();
        await File.WriteAllTextAsync(Path.Combine(daemon.Folder, "go"), string.Empty);
        await UntilNoMonitorAsync(daemon);
        await daemon.StartAgainAsync();

        foreach (var isolation in Isolations)
        {
            Assert.Equal("9", await daemon.DoAsync("wait", isolation));
            Assert.Equal("done", await daemon.DoAsync("logs", isolation));
            await daemon.DoAsync("start", isolation);
            Assert.Equal("9", await daemon.DoAsync("wait", isolation));
        }
    }

    [Fact]
    public async Task Daemon_killed_during_a_start_hears_the_exit_code_all_the_same()
    {
        await using var daemon = await PrivateDaemon.StartAsync();
        foreach (var isolation in Isolations)
        {
            await daemon.DoAsync("create", "--isolation", isolation, "--name", isolation, "-v", $"{daemon.Folder}:/share", "whelk/base", "sh", "-c", "while [ ! -e /share/go ]; do sleep .05; done; exit 9");
        }

        var starting = Isolations.Select(isolation => daemon.WhelkAsync("start", isolation)).ToList();
        using (var bound = new CancellationTokenSource(TimeSpan.FromSeconds(60)))
        {
            // The order to start a VM is out, and it boots.
            while (Directory.EnumerateFiles(Path.Combine(daemon.Run, "w"), "init.pid", SearchOption.AllDirectories).Count() < Isolations.Length)
            {
                bound.Token.ThrowIfCancellationRequested();
                await Task.Yield();
            }
        }

        await daemon.KillAsync();
        await Task.WhenAll(starting);
        await daemon.StartAgainAsync();
        await File.WriteAllTextAsync(Path.Combine(daemon.Folder, "go"), string.Empty);

        foreach (var isolation in Isolations)
        {
            // What had not begun to run is as it was before; what runs is found.
            await daemon.DoAsync("start", isolation);
            Assert.Equal("9", await daemon.DoAsync("wait", isolation));
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Daemon_killed_while_it_looks_into_a_stopped_vm_leaves_it_stopped(bool atOnce)
    {
        await using var daemon = await PrivateDaemon.StartAsync();
        await daemon.DoAsync("create", "--isolation", "vm", "--name", "looked", "whelk/base", "sh", "-c", "exit 9");
        using (var client = Web.Over(daemon.Host["unix://".Length..]))
        {
            // It has begun to answer, so the VM is up; the rest of the archive waits for a reader.
            using var export = await client.GetAsync("http://localhost/containers/looked/export", HttpCompletionOption.ResponseHeadersRead);
            Assert.True(export.IsSuccessStatusCode);
            await daemon.KillAsync();
        }

        if (!atOnce)
        {
            await UntilNoMonitorAsync(daemon);
        }

        await daemon.StartAgainAsync();

        Assert.Equal("created", await daemon.DoAsync("inspect", "--format", "{{.State.Status}}", "looked"));
        await daemon.DoAsync("start", "looked");
        Assert.Equal("9", await daemon.DoAsync("wait", "looked"));
    }

    [Theory]
    [InlineData("container")]
    [InlineData("vm")]
    public async Task Host_that_went_down_under_a_workload_leaves_it_ended_with_255(string isolation)
    {
        await using var daemon = await PrivateDaemon.StartAsync();
        await daemon.DoAsync("run", "-d", "--isolation", isolation, "--name", "kept", "whelk/base", "sleep", "1000");
        await daemon.DoAsync("run", "-d", "--isolation", isolation, "--name", "gone", "--rm", "whelk/base", "sleep", "1000");
        await daemon.DoAsync("run", "--isolation", isolation, "--name", "over", "whelk/base", "sh", "-c", "exit 0");
        var monitors = new List<int>();
        foreach (var name in new[] { "kept", "gone" })
        {
            monitors.Add(Monitors.Of(int.Parse(await daemon.DoAsync("inspect", "--format", "{{.State.Pid}}", name), CultureInfo.InvariantCulture)));
        }

        await daemon.KillAsync();
        monitors.ForEach(monitor => CurrentProcess.Kill(monitor, SignalNumber.SIGKILL));
        Directory.Delete(Path.Combine(daemon.Run, "w"), recursive: true);
        await daemon.StartAgainAsync();

        Assert.Equal("exited 255", await daemon.DoAsync("inspect", "--format", "{{.State.Status}} {{.State.ExitCode}}", "kept"));
        Assert.Equal("exited 0", await daemon.DoAsync("inspect", "--format", "{{.State.Status}} {{.State.ExitCode}}", "over"));
        Assert.Equal(1, (await daemon.WhelkAsync("inspect", "gone")).Status.ShellCode);
        Assert.Equal("kept", (await daemon.DoAsync("ps", "-a", "--filter", "exited=255", "--format", "{{.Names}}")).Trim());
        await daemon.DoAsync("start", "kept");
        Assert.Equal("again", await daemon.DoAsync("exec", "kept", "echo", "again"));
    }

    [Fact]
    public async Task Monitor_killed_takes_its_workload_along_and_the_daemon_says_so()
    {
        await using var daemon = await PrivateDaemon.StartAsync();
        foreach (var isolation in Isolations)
        {
            await daemon.DoAsync("run", "-d", "--isolation", isolation, "--name", isolation, "whelk/base", "sleep", "1000");
            var pid = int.Parse(await daemon.DoAsync("inspect", "--format", "{{.State.Pid}}", isolation), CultureInfo.InvariantCulture);
            CurrentProcess.Kill(Monitors.Of(pid), SignalNumber.SIGKILL);

            Assert.Equal("137", await daemon.DoAsync("wait", isolation));
            await daemon.DoAsync("start", isolation);
            Assert.Equal("again", await daemon.DoAsync("exec", isolation, "echo", "again"));
        }
    }

    [Fact]
    public async Task Stopped_daemon_leaves_running_workloads_to_the_next()
    {
        await using var daemon = await PrivateDaemon.StartAsync();
        foreach (var isolation in Isolations)
        {
            await daemon.DoAsync("run", "-d", "--isolation", isolation, "--name", isolation, "whelk/base", "sleep", "1000");
        }

        await daemon.StopAsync();
        await daemon.StartAgainAsync();

        Assert.Equal("running\nrunning", await daemon.DoAsync(["inspect", "--format", "{{.State.Status}}", .. Isolations]));
    }

    [Fact]
    public async Task Paused_workload_is_found_paused()
    {
        await using var daemon = await PrivateDaemon.StartAsync();
        foreach (var isolation in Isolations)
        {
            await daemon.DoAsync("run", "-d", "--isolation", isolation, "--name", isolation, "whelk/base", "sleep", "1000");
            await daemon.DoAsync("pause", isolation);
        }

        await daemon.KillAsync();
        await daemon.StartAgainAsync();

        foreach (var isolation in Isolations)
        {
            Assert.Equal("paused", await daemon.DoAsync("inspect", "--format", "{{.State.Status}}", isolation));
            await daemon.DoAsync("unpause", isolation);
            Assert.Equal("awake", await daemon.DoAsync("exec", isolation, "echo", "awake"));
        }
    }

    [Theory]
    [InlineData("container")]
    [InlineData("vm")]
    public async Task Daemon_that_comes_up_starts_what_its_policy_keeps_running(string isolation)
    {
        await using var daemon = await PrivateDaemon.StartAsync();
        var monitors = new List<int>();
        foreach (var (name, policy) in new[] { ("always", "always"), ("unless", "unless-stopped"), ("stopped", "unless-stopped"), ("never", "no") })
        {
            await daemon.DoAsync("run", "-d", "--isolation", isolation, "--restart", policy, "--name", name, "whelk/base", "sleep", "1000");
            if (name is "stopped")
            {
                await daemon.DoAsync("stop", "-t", "0", name);
            }
            else
            {
                monitors.Add(Monitors.Of(int.Parse(await daemon.DoAsync("inspect", "--format", "{{.State.Pid}}", name), CultureInfo.InvariantCulture)));
            }
        }

        await daemon.KillAsync();
        monitors.ForEach(monitor => CurrentProcess.Kill(monitor, SignalNumber.SIGKILL));
        await daemon.StartAgainAsync();

        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (await daemon.DoAsync("ps", "--format", "{{.Names}}") is not "unless\nalways" and not "always\nunless")
        {
            bound.Token.ThrowIfCancellationRequested();
        }

        Assert.Equal("exited", await daemon.DoAsync("inspect", "--format", "{{.State.Status}}", "stopped"));
        Assert.Equal("exited", await daemon.DoAsync("inspect", "--format", "{{.State.Status}}", "never"));
    }

    private static async Task UntilNoMonitorAsync(PrivateDaemon daemon)
    {
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (Directory.EnumerateFiles(Path.Combine(daemon.Run, "w"), "m.sock", SearchOption.AllDirectories).Any())
        {
            bound.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
