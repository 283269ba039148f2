using Whelk.Integration.Tests.Recovering;
using Whelk.Integration.Tests.Support;
using Whelk.Linux.Processes;
using Whelk.Linux.Signals;

namespace Whelk.Integration.Tests.Faults;

/// <summary>SIGKILL of a workload's monitor at every step of an operation, and of a VM's own: the daemon tells the truth, can go on, and nothing is left.</summary>
public sealed class KilledMonitorTests
{
    private const string Name = "swept";

    [Theory]
    [InlineData("container", "whelk", 3)]
    [InlineData("vm", "whelk", 41)]
    [InlineData("vm", "whelk-vm", 37)]
    public Task Killed_at_any_step_of_a_run(string isolation, string program, int stride) =>
        SweepAsync(isolation, program, stride, started: false, ["run", "-d", "--isolation", isolation, "--name", Name, "-v", "data:/data", "-p", "80", "whelk/base", "sleep", "1000"]);

    [Theory]
    [InlineData("container", "whelk", 2)]
    [InlineData("vm", "whelk", 11)]
    [InlineData("vm", "whelk-vm", 9)]
    public Task Killed_at_any_step_of_an_exec(string isolation, string program, int stride) => SweepAsync(isolation, program, stride, started: true, ["exec", Name, "echo", "in"]);

    [Theory]
    [InlineData("container", "whelk", 3)]
    [InlineData("vm", "whelk", 11)]
    [InlineData("vm", "whelk-vm", 9)]
    public Task Killed_at_any_step_of_a_stop(string isolation, string program, int stride) => SweepAsync(isolation, program, stride, started: true, ["stop", "-t", "0", Name]);

    [Theory]
    [InlineData("container", "whelk", 3)]
    [InlineData("vm", "whelk", 11)]
    [InlineData("vm", "whelk-vm", 9)]
    public Task Killed_at_any_step_of_a_removal(string isolation, string program, int stride) => SweepAsync(isolation, program, stride, started: true, ["rm", "-f", Name]);

    [Theory]
    [InlineData("container", "whelk")]
    [InlineData("vm", "whelk")]
    [InlineData("vm", "whelk-vm")]
    public async Task Workload_ends_with_its_monitor_as_if_it_were_killed(string isolation, string program)
    {
        await using var daemon = await PrivateDaemon.StartAsync();
        await daemon.DoAsync("run", "-d", "--isolation", isolation, "--name", "stays", "whelk/base", "sleep", "1000");
        await daemon.DoAsync("run", "-d", "--isolation", isolation, "--name", "goes", "--rm", "whelk/base", "sleep", "1000");
        await daemon.DoAsync("run", "-d", "--isolation", isolation, "--name", "again", "--restart", "on-failure", "whelk/base", "sleep", "1000");
        var waits = daemon.WhelkAsync("wait", "stays");
        var executes = daemon.WhelkAsync("exec", "stays", "sh", "-c", "touch /begun; sleep 1000");
        await UntilAsync(async () => (await daemon.WhelkAsync("exec", "stays", "test", "-e", "/begun")).Status.Succeeded);

        Kill(daemon, program);

        Assert.Equal("137\n", (await waits).Output);
        Assert.NotEqual(0, (await executes).Status.ShellCode);
        Assert.Equal("exited 137", await daemon.DoAsync("inspect", "--format", "{{.State.Status}} {{.State.ExitCode}}", "stays"));
        await UntilAsync(async () => await daemon.DoAsync("inspect", "--format", "{{.State.Status}} {{.RestartCount}}", "again") == "running 1");
        Assert.Equal("in", await daemon.DoAsync("exec", "again", "echo", "in"));
        await UntilAsync(async () => !(await daemon.DoAsync("ps", "-a", "--format", "{{.Names}}")).Split('\n').Contains("goes"));
        await daemon.DoAsync("run", "--rm", "--isolation", isolation, "--name", "goes", "whelk/base", "true");
    }

    private static async Task SweepAsync(string isolation, string program, int stride, bool started, string[] words)
    {
        await using var daemon = await PrivateDaemon.StartAsync();
        var reached = true;
        for (var step = 1; reached; step += stride)
        {
            if (started)
            {
                await daemon.DoAsync("run", "-d", "--isolation", isolation, "--name", Name, "whelk/base", "sleep", "1000");
            }

            using (var kill = new KillAtStep(daemon, step, () => Kill(daemon, program)))
            {
                await daemon.WhelkAsync(words);
                reached = kill.Killed;
            }

            await Aftermath.CheckAsync(daemon, Name, $"{words[0]} with {program} killed at step {step}");
        }
    }

    private static void Kill(PrivateDaemon daemon, string program)
    {
        foreach (var pid in Monitors.Below(daemon.Pid, program))
        {
            CurrentProcess.Kill(pid, SignalNumber.SIGKILL);
        }
    }

    private static async Task UntilAsync(Func<Task<bool>> reached)
    {
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!await reached())
        {
            bound.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
