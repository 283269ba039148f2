namespace Whelk.Integration.Tests.OtherEngines;

/// <summary>whelk-vm behind containerd's shim for runc, as containerd's own client drives it.</summary>
public sealed class CtrTests(PrivateContainerd containerd) : IClassFixture<PrivateContainerd>
{
    [Fact]
    public async Task Run_boots_a_machine_with_streams_and_exit_code_of_its_own()
    {
        // Without input: this client forgets its end where that comes while the runtime still creates.
        var result = await containerd.RunAsync("--rm", PrivateContainerd.Image, "run", "sh", "-c", "uname -r; echo err >&2; exit 5");
        Assert.Equal((5, "err\n"), (result.Status.ShellCode, result.Error));
        Assert.NotEqual(await File.ReadAllTextAsync("/proc/sys/kernel/osrelease"), result.Output);
    }

    [Fact]
    public async Task Run_on_a_terminal_has_one()
    {
        var result = await containerd.OnTerminalAsync(PrivateContainerd.Run("--rm", "--tty", PrivateContainerd.Image, "terminal", "sh", "-c", "tty; exit 3"));
        Assert.Equal(3, result.Status.ShellCode);
        Assert.EndsWith("/dev/pts/0\n", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_of_what_is_not_there_says_why()
    {
        var result = await containerd.RunAsync("--rm", PrivateContainerd.Image, "missing", "nosuchthing");
        Assert.Equal(1, result.Status.ShellCode);
        Assert.Contains("exec: \"nosuchthing\": executable file not found in $PATH", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tasks_have_execs_and_figures_are_held_and_killed()
    {
        const string Name = "life";
        var run = containerd.RunAsync("--rm", "--memory-limit", $"{128 << 20}", PrivateContainerd.Image, Name, "sh", "-c", "trap 'exit 42' TERM; : > /up; while :; do sleep 0.2; done");
        await containerd.UntilThereAsync(Name, "/up");
        var exec = await containerd.CtrAsync(["task", "exec", "--exec-id", "exec", Name, "sh", "-c", "cat; echo err >&2; exit 7"], "typed\n");
        Assert.Equal((7, "typed\n", "err\n"), (exec.Status.ShellCode, exec.Output, exec.Error));
        var terminal = await containerd.OnTerminalAsync("task", "exec", "--tty", "--exec-id", "terminal", Name, "sh", "-c", "tty; exit 4");
        Assert.Equal((4, true), (terminal.Status.ShellCode, terminal.Output.Contains("/dev/pts/", StringComparison.Ordinal)));
        Assert.Contains("executable file not found in $PATH", (await containerd.CtrAsync("task", "exec", "--exec-id", "missing", Name, "nosuchthing")).Error, StringComparison.Ordinal);

        // Monitor, QEMU and virtiofsd; the limit is that of the machine of 512 MiB on the host.
        Assert.InRange((await containerd.DoAsync("task", "ps", Name)).Split('\n').Length, 4, int.MaxValue);
        Assert.Matches($@"memory.*limit\S* +{768 << 20}\b", await containerd.DoAsync("task", "metrics", Name));

        await containerd.DoAsync("task", "pause", Name);
        Assert.Contains("PAUSED", await containerd.DoAsync("task", "list"), StringComparison.Ordinal);
        await containerd.DoAsync("task", "resume", Name);
        Assert.Contains("RUNNING", await containerd.DoAsync("task", "list"), StringComparison.Ordinal);
        await containerd.DoAsync("task", "kill", "--signal", "SIGTERM", Name);
        Assert.Equal(42, (await run).Status.ShellCode);
    }

    [Fact]
    public async Task A_container_that_is_kept_starts_again_and_dies_by_SIGKILL()
    {
        const string Name = "kept";
        Assert.Equal(6, (await containerd.RunAsync(PrivateContainerd.Image, Name, "sh", "-c", "[ -e /second ] || { : > /second; exit 6; }; : > /up; exec sleep 1000")).Status.ShellCode);
        var again = containerd.CtrAsync("task", "start", Name);
        await containerd.UntilThereAsync(Name, "/up");
        await containerd.DoAsync("task", "kill", "--signal", "SIGKILL", Name);
        Assert.Equal(137, (await again).Status.ShellCode);
        await containerd.DoAsync("container", "delete", Name);
    }
}
