namespace Whelk.Integration.Tests.OtherEngines;

/// <summary>whelk-vm as a runtime of Docker's engine: what a user of docker does.</summary>
public sealed class DockerdTests(PrivateDockerd docker) : IClassFixture<PrivateDockerd>
{
    private const string Waits = "trap 'echo term; exit 42' TERM; echo started; while :; do sleep 0.2; done";

    [Fact]
    public async Task Run_boots_a_machine_with_streams_and_exit_code_of_its_own()
    {
        var result = await docker.DockerAsync(["run", "--rm", "-i", "--runtime", PrivateDockerd.Runtime, PrivateDockerd.Image, "sh", "-c", "cat; uname -r; echo err >&2; exit 5"], "typed\n");
        Assert.Equal((5, "err\n"), (result.Status.ShellCode, result.Error));
        Assert.Equal("typed", result.Output.Split('\n')[0]);
        Assert.NotEqual((await File.ReadAllTextAsync("/proc/sys/kernel/osrelease")).Trim(), result.Output.Split('\n')[1]);
    }

    [Fact]
    public async Task Run_on_a_terminal_has_one()
    {
        var result = await docker.OnTerminalAsync("run", "-it", "--rm", "--runtime", PrivateDockerd.Runtime, PrivateDockerd.Image, "sh", "-c", "tty; exit 3");
        Assert.Equal(3, result.Status.ShellCode);
        Assert.EndsWith("/dev/pts/0\n", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nosuchthing", 127, "executable file not found in $PATH")]
    [InlineData("/etc/passwd", 126, "permission denied")]
    public async Task Run_of_what_cannot_run_says_why(string command, int code, string words)
    {
        var result = await docker.RunAsync("--rm", PrivateDockerd.Image, command);
        Assert.Equal(code, result.Status.ShellCode);
        Assert.Contains(words, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Exec_has_streams_a_terminal_and_exit_codes()
    {
        const string Name = "exec";
        await docker.StartAsync(Name, [], Waits);
        var exec = await docker.DockerAsync("exec", "-w", "/tmp", "-e", "WORD=in", "-u", "1000", Name, "sh", "-c", "echo $WORD $(pwd) $(id -u); echo err >&2; exit 7");
        Assert.Equal((7, "in /tmp 1000\n", "err\n"), (exec.Status.ShellCode, exec.Output, exec.Error));
        Assert.Equal("typed\n", (await docker.DockerAsync(["exec", "-i", Name, "cat"], "typed\n")).Output);
        var terminal = await docker.OnTerminalAsync("exec", "-it", Name, "sh", "-c", "tty; exit 4");
        Assert.Equal(4, terminal.Status.ShellCode);
        Assert.Contains("/dev/pts/", terminal.Output, StringComparison.Ordinal);
        await docker.DoAsync("exec", "-d", Name, "sh", "-c", "echo made > /tmp/made; exec sleep 1000");
        Assert.Equal("made", await docker.DoAsync("exec", Name, "sh", "-c", "until [ -s /tmp/made ]; do sleep 0.1; done; cat /tmp/made"));

        // The code is what this engine makes of runc's words, and of the same words from any runtime.
        var missing = await docker.DockerAsync("exec", Name, "nosuchthing");
        Assert.Equal(126, missing.Status.ShellCode);
        Assert.Contains("exec: \"nosuchthing\": executable file not found in $PATH", missing.Output + missing.Error, StringComparison.Ordinal);
        await docker.DoAsync("rm", "-f", Name);
    }

    [Fact]
    public async Task Stats_and_top_show_the_machine_and_an_update_reaches_the_guest()
    {
        const string Name = "limits";
        await docker.StartAsync(Name, ["-m", "128m", "--memory-swap", "128m", "--pids-limit", "50"], Waits);
        var stats = (await docker.DoAsync("stats", "--no-stream", "--format", "{{.Name}} {{.MemUsage}} {{.PIDs}}", Name)).Split(' ');

        // The guest of 512 MiB and what QEMU itself may take: see docs/vm.md.
        Assert.Equal((Name, "768MiB"), (stats[0], stats[3]));
        Assert.True(stats[1] != "0B" && int.Parse(stats[4]) > 0, string.Join(' ', stats));
        var top = (await docker.DoAsync("top", Name, "-o", "pid,comm")).Split('\n');
        Assert.Contains(top, line => line.EndsWith(" whelk-vm", StringComparison.Ordinal));
        Assert.Contains(top, line => line.EndsWith(" qemu-system-x86", StringComparison.Ordinal));

        const string Limits = "cd /sys/fs/cgroup; echo $(cat memory.max pids.max)";
        Assert.Equal($"{128 << 20} 50", await docker.DoAsync("exec", Name, "sh", "-c", Limits));
        await docker.DoAsync("update", "-m", "256m", "--memory-swap", "256m", "--pids-limit", "77", "--cpu-shares", "512", Name);
        Assert.Equal($"{256 << 20} 77", await docker.DoAsync("exec", Name, "sh", "-c", Limits));
        var more = await docker.DockerAsync("update", "-m", "2g", "--memory-swap", "2g", Name);
        Assert.Equal(1, more.Status.ShellCode);
        Assert.Contains("for more it must be started anew", more.Error, StringComparison.Ordinal);
        await docker.DoAsync("rm", "-f", Name);
    }

    [Fact]
    public async Task Pause_holds_the_workload_until_unpause()
    {
        const string Name = "pause";
        await docker.StartAsync(Name, [], "i=0; while :; do echo $((i += 1)); sleep 0.1; done");
        await docker.DoAsync("pause", Name);
        Assert.Equal("paused", await docker.DoAsync("inspect", "--format", "{{.State.Status}}", Name));

        // Two samples, a second apart: what was on its way at the pause has come by then, and the second time nothing may.
        string[] stats = ["stats", "--no-stream", "--format", "{{.MemUsage}}", Name];
        Assert.Contains("MiB", await docker.DoAsync(stats), StringComparison.Ordinal);
        var said = await docker.DoAsync("logs", Name);
        await docker.DoAsync(stats);
        Assert.Equal(said, await docker.DoAsync("logs", Name));
        Assert.Contains("is paused", (await docker.DockerAsync("exec", Name, "true")).Error, StringComparison.Ordinal);
        await docker.DoAsync("unpause", Name);
        await docker.DoAsync("exec", Name, "sleep", "0.5");

        // Paused so early, it may have said nothing until then.
        var later = await docker.DoAsync("logs", Name);
        Assert.StartsWith(said, later, StringComparison.Ordinal);
        Assert.NotEqual(said, later);
        await docker.DoAsync("rm", "-f", Name);
    }

    [Fact]
    public async Task Kill_stop_restart_and_a_second_start_end_as_they_should()
    {
        const string Name = "life";
        await docker.StartAsync(Name, [], Waits);
        await docker.DoAsync("exec", Name, "sh", "-c", "echo kept > /kept");
        await docker.DoAsync("kill", "--signal", "TERM", Name);
        Assert.Equal("42", await docker.DoAsync("wait", Name));
        Assert.Equal("started\nterm", await docker.DoAsync("logs", Name));
        await docker.DoAsync("start", Name);
        Assert.Equal("kept", await docker.DoAsync("exec", Name, "cat", "/kept"));
        await docker.DoAsync("restart", Name);
        await docker.DoAsync("stop", Name);
        Assert.Equal("exited 42", await docker.DoAsync("inspect", "--format", "{{.State.Status}} {{.State.ExitCode}}", Name));
        Assert.Equal("started\nterm\nstarted\nterm\nstarted\nterm", await docker.DoAsync("logs", Name));
        Assert.Contains("A /kept", await docker.DoAsync("diff", Name), StringComparison.Ordinal);
        await docker.DoAsync("start", Name);
        await docker.DoAsync("kill", Name);
        Assert.Equal("137", await docker.DoAsync("wait", Name));
        await docker.DoAsync("rm", Name);
    }

    [Fact]
    public async Task A_published_port_leads_in_and_volumes_are_shared()
    {
        const string Name = "web";
        await docker.StartAsync(Name, ["-p", "127.0.0.1:8080:80", "-v", "shared:/www"], "echo hello > /www/index.html; exec httpd -f -p 80 -h /www");
        var result = await docker.RunAsync("--rm", "--link", Name, "-v", "shared:/data:ro", PrivateDockerd.Image, "sh", "-c", "until wget -qO- http://web/; do sleep 0.1; done; cat /data/index.html; touch /data/x");
        Assert.Equal((1, "hello\nhello\n"), (result.Status.ShellCode, result.Output));
        Assert.Contains("Read-only file system", result.Error, StringComparison.Ordinal);
        Assert.Equal("hello\n", (await docker.Engine.RunAsync(["curl", "-sf", "http://127.0.0.1:8080/"])).Output);
        await docker.DoAsync("rm", "-f", Name);
    }

    [Fact]
    public async Task Names_of_a_network_of_ones_own_are_known_inside()
    {
        await docker.DoAsync("network", "create", "own");
        await docker.StartAsync("named", ["--network", "own", "--network-alias", "other"], Waits);
        var result = await docker.RunAsync("--rm", "--network", "own", PrivateDockerd.Image, "sh", "-c", "for name in named other; do ping -c 1 -W 10 $name | grep -c ' 0% packet loss'; done; nslookup -type=a nobody");
        Assert.Equal("1\n1\n", result.Output[..Math.Min(4, result.Output.Length)]);
        Assert.Equal(1, result.Status.ShellCode);

        // A network that it joins comes in with its next start.
        await docker.DoAsync("network", "create", "later");
        await docker.DoAsync("network", "connect", "later", "named");
        Assert.Equal("eth0 lo", await docker.DoAsync("exec", "named", "sh", "-c", "echo $(ls /sys/class/net)"));
        await docker.DoAsync("restart", "named");
        Assert.Equal("eth0 eth1 lo", await docker.DoAsync("exec", "named", "sh", "-c", "echo $(ls /sys/class/net)"));
        await docker.DoAsync("rm", "-f", "named");
        await docker.DoAsync("network", "rm", "own", "later");
    }

    [Fact]
    public async Task What_a_machine_cannot_have_is_refused_by_name()
    {
        var result = await docker.RunAsync("--rm", "--pid", "host", PrivateDockerd.Image, "true");
        Assert.Equal(125, result.Status.ShellCode);
        Assert.Contains("a virtual machine cannot have: the host's pid namespace", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Removed_containers_leave_nothing()
    {
        var id = await docker.StartAsync("gone", ["-v", "volume:/data"], Waits);
        await docker.DoAsync("exec", "-d", "gone", "sleep", "1000");
        Assert.InRange(MachinesLeft.By(docker.Engine).Count(one => one.Contains(id, StringComparison.Ordinal)), 4, int.MaxValue);
        await docker.DoAsync("rm", "-f", "gone");
        Assert.DoesNotContain(MachinesLeft.By(docker.Engine), one => one.Contains(id, StringComparison.Ordinal));
    }
}
