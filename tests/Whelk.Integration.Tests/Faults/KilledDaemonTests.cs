using Whelk.Integration.Tests.Support;
using Whelk.Linux.Processes;
using Whelk.Linux.Signals;

namespace Whelk.Integration.Tests.Faults;

/// <summary>SIGKILL of the daemon at every step of an operation: the next daemon tells the truth, can go on with what is there, and nothing is left of what is not.</summary>
public sealed class KilledDaemonTests
{
    private const string Name = "swept";

    [Theory]
    [InlineData("container", 3)]
    [InlineData("vm", 41)]
    public Task Killed_at_any_step_of_a_run(string isolation, int stride) =>
        SweepAsync(isolation, stride, started: false, ["run", "-d", "--isolation", isolation, "--name", Name, "-v", "data:/data", "-p", "80", "whelk/base", "sleep", "1000"]);

    [Theory]
    [InlineData("container", 2)]
    [InlineData("vm", 11)]
    public Task Killed_at_any_step_of_an_exec(string isolation, int stride) => SweepAsync(isolation, stride, started: true, ["exec", Name, "echo", "in"]);

    [Theory]
    [InlineData("container", 3)]
    [InlineData("vm", 11)]
    public Task Killed_at_any_step_of_a_stop(string isolation, int stride) => SweepAsync(isolation, stride, started: true, ["stop", "-t", "0", Name]);

    [Theory]
    [InlineData("container", 3)]
    [InlineData("vm", 11)]
    public Task Killed_at_any_step_of_a_removal(string isolation, int stride) => SweepAsync(isolation, stride, started: true, ["rm", "-f", Name]);

    private static async Task SweepAsync(string isolation, int stride, bool started, string[] words)
    {
        await using var daemon = await PrivateDaemon.StartAsync();
        var reached = true;
        for (var step = 1; reached; step += stride)
        {
            if (started)
            {
                await daemon.DoAsync("run", "-d", "--isolation", isolation, "--name", Name, "whelk/base", "sleep", "1000");
            }

            using (var kill = new KillAtStep(daemon, step, () => CurrentProcess.Kill(daemon.Pid, SignalNumber.SIGKILL)))
            {
                await daemon.WhelkAsync(words);
                reached = kill.Killed;
            }

            await daemon.KillAsync();
            await daemon.StartAgainAsync();
            await Aftermath.CheckAsync(daemon, Name, $"{words[0]} killed at step {step}");
        }
    }
}
