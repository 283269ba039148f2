namespace Whelk.Integration.Tests.Podman;

/// <summary>whelk-vm under an engine that was written without it: what a user of podman does.</summary>
public sealed class PodmanTests(PrivatePodman podman) : IClassFixture<PrivatePodman>
{
    [Fact]
    public async Task Run_boots_a_machine_with_streams_and_exit_code_of_its_own()
    {
        var result = await podman.RunAsync("--rm", PrivatePodman.Image, "sh", "-c", "uname -r; hostname; echo err >&2; exit 5");
        Assert.Equal((5, "err\n"), (result.Status.ShellCode, result.Error));
        Assert.NotEqual((await File.ReadAllTextAsync("/proc/sys/kernel/osrelease")).Trim(), result.Output.Split('\n')[0]);
    }

    [Fact]
    public async Task Run_on_a_terminal_has_one()
    {
        var result = await podman.OnTerminalAsync("run", "-it", "--rm", "--network", "none", PrivatePodman.Image, "sh", "-c", "tty; exit 3");
        Assert.Equal(3, result.Status.ShellCode);
        Assert.EndsWith("/dev/pts/0\n", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nosuchthing", 127, "executable file not found in $PATH")]
    [InlineData("/etc/passwd", 126, "permission denied")]
    public async Task Run_of_what_cannot_run_says_why(string command, int code, string words)
    {
        var result = await podman.RunAsync("--rm", PrivatePodman.Image, command);
        Assert.Equal(code, result.Status.ShellCode);
        Assert.Contains(words, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Volumes_and_names_come_in()
    {
        var folder = Directory.CreateTempSubdirectory("whelk-volume-");
        try
        {
            var result = await podman.RunAsync("--rm", "--hostname", "named", "-v", $"{folder.FullName}:/data", PrivatePodman.Image, "sh", "-c", "echo written > /data/f; cat /etc/hostname; grep -c named /etc/hosts");
            Assert.Equal("named1\n", result.Output.ReplaceLineEndings(string.Empty) + "\n");
            Assert.Equal("written\n", await File.ReadAllTextAsync(Path.Combine(folder.FullName, "f")));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Stats_and_top_show_the_machine_and_an_update_reaches_the_guest()
    {
        const string Name = "limits";
        await podman.DoAsync("run", "-d", "--name", Name, "--network", "none", "-m", "128m", "--memory-swap", "128m", "--pids-limit", "50", PrivatePodman.Image, "sh", "-c", "while :; do sleep 0.2; done");
        var stats = (await podman.DoAsync("stats", "--no-stream", "--format", "{{.Name}};{{.MemUsage}};{{.PIDs}}", Name)).Split(';');
        Assert.Equal(Name, stats[0]);
        Assert.Matches("^[1-9][0-9.]*MB / ", stats[1]);
        Assert.InRange(int.Parse(stats[2]), 1, 1000);

        // With options of ps(1) podman runs that inside.
        Assert.Contains("sh -c while :", await podman.DoAsync("top", Name, "-o", "pid,args"), StringComparison.Ordinal);
        const string Limits = "cd /sys/fs/cgroup; echo $(cat memory.max pids.max)";
        Assert.Equal($"{128 << 20} 50", await podman.DoAsync("exec", Name, "sh", "-c", Limits));
        await podman.DoAsync("update", "-m", "256m", "--memory-swap", "256m", "--cpu-shares", "512", Name);
        Assert.Equal($"{256 << 20} 50", await podman.DoAsync("exec", Name, "sh", "-c", Limits));
        Assert.Contains("for more it must be started anew", (await podman.PodmanAsync("update", "-m", "2g", Name)).Error, StringComparison.Ordinal);
        await podman.DoAsync("rm", "--force", "--time", "0", Name);
    }

    [Fact]
    public async Task Life_in_the_background_with_exec_logs_kill_and_a_second_start()
    {
        const string Name = "life";
        await podman.DoAsync("run", "-d", "--name", Name, "--network", "none", PrivatePodman.Image, "sh", "-c", "trap 'echo term; exit 42' TERM; echo started; while :; do sleep 0.2; done");
        var exec = await podman.PodmanAsync("exec", Name, "sh", "-c", "echo in; echo err >&2; exit 7");
        Assert.Equal((7, "in\n", "err\n"), (exec.Status.ShellCode, exec.Output, exec.Error));
        Assert.Equal("typed\n", (await podman.PodmanAsync(["exec", "-i", Name, "cat"], "typed\n")).Output);
        Assert.Equal(127, (await podman.PodmanAsync("exec", Name, "nosuchthing")).Status.ShellCode);
        var terminal = await podman.OnTerminalAsync("exec", "-it", Name, "sh", "-c", "tty; exit 4");
        Assert.Equal(4, terminal.Status.ShellCode);
        Assert.Contains("/dev/pts/", terminal.Output, StringComparison.Ordinal);
        await podman.DoAsync("pause", Name);
        Assert.Equal("paused", await podman.DoAsync("inspect", "--format", "{{.State.Status}}", Name));
        await podman.DoAsync("unpause", Name);
        await podman.DoAsync("kill", "--signal", "TERM", Name);
        Assert.Equal("42", await podman.DoAsync("wait", Name));
        Assert.Equal("started\nterm", await podman.DoAsync("logs", Name));
        await podman.DoAsync("start", Name);
        await podman.DoAsync("kill", Name);
        Assert.Equal("137", await podman.DoAsync("wait", Name));
        await podman.DoAsync("rm", Name);
    }
}
