using Whelk.Integration.Tests.Support;

namespace Whelk.Integration.Tests.Clients;

/// <summary>Docker's own command line against the daemon, as in the first lines of the README.</summary>
public abstract class DockerTests(SharedDaemon shared) : IsolationSuite(shared)
{
    /// <summary>The options with which Docker's client asks for this isolation.</summary>
    protected abstract IReadOnlyList<string[]> Choices { get; }

    [Fact]
    public async Task Docker_run_prints_what_the_command_says()
    {
        foreach (var choice in Choices)
        {
            var result = await Daemon.DockerAsync(["run", "--rm", .. choice, "whelk/base", "sh", "-c", "echo hi; echo err >&2; exit 4"]);

            Assert.Equal((4, "hi\n", "err\n"), (result.Status.ShellCode, result.Output, result.Error));
        }
    }

    [Fact]
    public async Task Docker_run_with_input_loses_nothing_at_its_end()
    {
        var result = await Program.RunAsync("docker", ["-H", Daemon.Host, "run", "--rm", "-i", .. Choices[0], "whelk/base", "sh", "-c", "cat; echo end"], null, "text\n");

        Assert.Equal("text\nend\n", result.Output);
    }

    [Fact]
    public async Task Docker_verbs_work_on_a_running_workload()
    {
        var name = Name("docker");
        var started = await Daemon.DockerAsync(["run", "-d", "--name", name, .. Choices[0], "-p", "127.0.0.1::80", "whelk/base", "sh", "-c", "echo begin; exec sleep 1000"]);
        await using var workload = new StartedWorkload(Daemon, name);

        Assert.Matches("^[0-9a-f]{64}\n$", started.Output);
        Assert.Contains(name, (await Daemon.DockerAsync("ps")).Output, StringComparison.Ordinal);
        Assert.Equal("in\n", (await Daemon.DockerAsync("exec", name, "echo", "in")).Output);
        Assert.Equal(127, (await Daemon.DockerAsync("exec", name, "nosuch")).Status.ShellCode);
        Assert.Equal("begin\n", (await Daemon.DockerAsync("logs", name)).Output);
        Assert.StartsWith("127.0.0.1:", (await Daemon.DockerAsync("port", name, "80")).Output, StringComparison.Ordinal);
        Assert.Equal("running\n", (await Daemon.DockerAsync("inspect", "-f", "{{.State.Status}}", name)).Output);
        Assert.Equal($"{name}\n", (await Daemon.DockerAsync("stop", "-t", "1", name)).Output);
        Assert.Equal("137\n", (await Daemon.DockerAsync("wait", name)).Output);
        Assert.Equal($"{name}\n", (await Daemon.DockerAsync("rm", name)).Output);
    }

    [Fact]
    public async Task Docker_run_exits_with_127_for_a_missing_command()
    {
        var result = await Daemon.DockerAsync(["run", "--rm", .. Choices[0], "whelk/base", "nosuch"]);

        Assert.Equal(127, result.Status.ShellCode);
    }
}
