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
    public async Task Docker_network_makes_shows_joins_and_removes()
    {
        var (network, name) = (Name("net"), Name("docker"));
        var made = await Daemon.DockerAsync("network", "create", "--label", $"of={name}", "--subnet", "10.216.0.0/24", network);
        Assert.Matches("^[0-9a-f]{64}\n$", made.Output);
        try
        {
            await Daemon.DockerAsync(["run", "-d", "--name", name, .. Choices[0], "whelk/base", "sleep", "1000"]);
            await using var workload = new StartedWorkload(Daemon, name);
            Assert.Equal((0, string.Empty), await SaidAsync("network", "connect", "--ip", "10.216.0.9", "--alias", "joined", network, name));

            Assert.Equal((0, $"{network}\n"), await SaidAsync("network", "ls", "--format", "{{.Name}}", "--filter", $"label=of={name}", "--filter", "type=custom"));
            Assert.Equal((0, $"{name} 10.216.0.9/24\n"), await SaidAsync("network", "inspect", "--format", "{{range .Containers}}{{.Name}} {{.IPv4Address}}{{end}}", network));
            Assert.Equal((0, $"{name}\n"), await SaidAsync("ps", "--format", "{{.Names}}", "--filter", $"network={network}"));
            Assert.Contains("10.216.0.9/24", (await Daemon.DockerAsync("exec", name, "ip", "addr", "show", "eth1")).Output, StringComparison.Ordinal);
            Assert.Contains("has active endpoints", (await Daemon.DockerAsync("network", "rm", network)).Error, StringComparison.Ordinal);
            Assert.Equal((0, string.Empty), await SaidAsync("network", "disconnect", network, name));
        }
        finally
        {
            Assert.Equal($"{network}\n", (await Daemon.DockerAsync("network", "rm", network)).Output);
        }
    }

    private async Task<(int Code, string Output)> SaidAsync(params string[] words)
    {
        var result = await Daemon.DockerAsync(words);
        return (result.Status.ShellCode, result.Output);
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
    public async Task Docker_manages_a_workload_and_its_volume()
    {
        var (name, volume, renamed) = (Name("managed"), Name("data"), Name("renamed"));
        Assert.Equal($"{volume}\n", (await Daemon.DockerAsync("volume", "create", volume)).Output);
        await Daemon.DockerAsync(["run", "-d", "--name", name, .. Choices[0], "--restart", "always", "--health-cmd", "true", "--health-interval", "200ms", "-m", "200m", "--mount", $"type=volume,src={volume},dst=/data", "whelk/base", "sh", "-c", "echo x > /data/file; exec sleep 1000"]);
        await using (var workload = new StartedWorkload(Daemon, name))
        {
            await UntilAsync(async () => (await DoAsync("inspect", "-f", "{{.State.Health.Status}}", name)) == "healthy");
            await DoAsync("pause", name);
            Assert.Equal("paused", await DoAsync("inspect", "-f", "{{.State.Status}}", name));
            await DoAsync("unpause", name);
            await DoAsync("update", "-m", "150m", "--memory-swap", "300m", name);
            Assert.Equal("157286400", await DoAsync("inspect", "-f", "{{.HostConfig.Memory}}", name));
            Assert.Contains(name, await DoAsync("stats", "--no-stream", name), StringComparison.Ordinal);
            await DoAsync("rename", name, renamed);
            Assert.Contains("rename", await DoAsync("events", "--since", "10m", "--until=-1s", "--filter", $"container={renamed}", "--format", "{{.Action}}"), StringComparison.Ordinal);
            Assert.Contains("volume is in use", (await Daemon.DockerAsync("volume", "rm", volume)).Error, StringComparison.Ordinal);
            await DoAsync("rename", renamed, name);
        }

        Assert.Equal("file", await DoAsync(["run", "--rm", "-v", $"{volume}:/data:ro", "whelk/base", "ls", "/data"]));
        await DoAsync("volume", "rm", volume);
    }

    [Fact]
    public async Task Docker_knows_the_networks_and_says_what_is_not_there()
    {
        Assert.Equal("bridge bridge\nhost host\nnone null", await DoAsync("network", "ls", "--filter", "type=builtin", "--format", "{{.Name}} {{.Driver}}"));
        Assert.Contains("No such object: nothing", (await Daemon.DockerAsync("inspect", "nothing")).Error, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Docker_run_exits_with_127_for_a_missing_command()
    {
        var result = await Daemon.DockerAsync(["run", "--rm", .. Choices[0], "whelk/base", "nosuch"]);

        Assert.Equal(127, result.Status.ShellCode);
    }

    private async Task<string> DoAsync(params string[] words)
    {
        var result = await Daemon.DockerAsync(words);
        Assert.True(result.Status.Succeeded, $"docker {string.Join(' ', words)}: {result.Error}");
        return result.Output.TrimEnd('\n');
    }
}
