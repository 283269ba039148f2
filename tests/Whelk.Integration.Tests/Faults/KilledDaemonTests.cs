using Whelk.Integration.Tests.Support;

namespace Whelk.Integration.Tests.Faults;

/// <summary>SIGKILL of the daemon at every step of an operation: the next daemon tells the truth, can go on with what is there, and nothing is left of what is not.</summary>
public sealed class KilledDaemonTests
{
    private const string Name = "swept";
    private static readonly string[] Truth = ["created", "running", "exited"];

    [Theory]
    [InlineData("container", 3)]
    [InlineData("vm", 25)]
    public Task Killed_at_any_step_of_a_run(string isolation, int stride) =>
        SweepAsync(isolation, stride, started: false, ["run", "-d", "--isolation", isolation, "--name", Name, "-v", "data:/data", "-p", "80", "whelk/base", "sleep", "1000"]);

    [Theory]
    [InlineData("container", 2)]
    [InlineData("vm", 6)]
    public Task Killed_at_any_step_of_an_exec(string isolation, int stride) => SweepAsync(isolation, stride, started: true, ["exec", Name, "echo", "in"]);

    [Theory]
    [InlineData("container", 3)]
    [InlineData("vm", 5)]
    public Task Killed_at_any_step_of_a_stop(string isolation, int stride) => SweepAsync(isolation, stride, started: true, ["stop", "-t", "0", Name]);

    [Theory]
    [InlineData("container", 3)]
    [InlineData("vm", 5)]
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

            using (var kill = new KillAtStep(daemon, step))
            {
                await daemon.WhelkAsync(words);
                reached = kill.Killed;
            }

            await daemon.KillAsync();
            await daemon.StartAgainAsync();
            await CheckAsync(daemon, $"{words[0]} killed at step {step}");
        }
    }

    private static async Task CheckAsync(PrivateDaemon daemon, string when)
    {
        var all = await daemon.DoAsync("ps", "-a", "--format", "{{.Names}}");
        if (all.Length > 0)
        {
            Assert.Equal(Name, all);
            var status = await daemon.DoAsync("inspect", "--format", "{{.State.Status}}", Name);
            Assert.True(Truth.Contains(status), $"{when}: {status}");
            if (status != "running")
            {
                await daemon.DoAsync("start", Name);
            }

            Assert.Equal("in", await daemon.DoAsync("exec", Name, "echo", "in"));
            await daemon.DoAsync("rm", "-f", Name);
        }

        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        List<string> left;
        while ((left = Left(daemon)).Count > 0)
        {
            Assert.False(bound.IsCancellationRequested, $"{when}: left behind: {string.Join(", ", left)}");
            await Task.Yield();
        }
    }

    // Files go after the answer to a removal.
    private static List<string> Left(PrivateDaemon daemon) =>
        [.. new[] { Path.Combine(daemon.Root, "workloads"), Path.Combine(daemon.Run, "w") }.Where(Directory.Exists).SelectMany(Directory.EnumerateFileSystemEntries)];
}
