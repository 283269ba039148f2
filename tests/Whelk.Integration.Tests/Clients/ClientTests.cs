using Whelk.Integration.Tests.Support;

namespace Whelk.Integration.Tests.Clients;

/// <summary>Docker's clients as people have them, each with a scenario of its own: Compose, Docker.DotNet, Testcontainers, dockerode, devcontainers.</summary>
public abstract class ClientTests(SharedDaemon shared) : IsolationSuite(shared)
{
    /// <summary>Docker's word for the isolation, where a client has none of ours.</summary>
    protected abstract string Runtime { get; }

    [Fact]
    public async Task Docker_dot_net_finishes_its_scenario() => await FinishAsync(ClientPrograms.DotNet("Whelk.Clients.DockerDotNet"));

    [Fact]
    public async Task Testcontainers_for_dot_net_finishes_its_scenario() => await FinishAsync(ClientPrograms.DotNet("Whelk.Clients.Testcontainers"));

    [Fact]
    public async Task Dockerode_finishes_its_scenario() => await FinishAsync("node", Path.Combine(await ClientPrograms.NodeAsync(), "dockerode.mjs"));

    [Fact]
    public async Task Testcontainers_for_node_finishes_its_scenario() => await FinishAsync("node", Path.Combine(await ClientPrograms.NodeAsync(), "testcontainers.mjs"));

    [Fact]
    public async Task Compose_brings_a_project_up_changes_it_and_takes_it_down()
    {
        var compose = await ClientPrograms.ComposeAsync();
        var project = Name("shop");
        async Task<string> DoAsync(string who, params string[] words)
        {
            var result = await Program.RunAsync(compose, ["--file", Path.Combine(ClientPrograms.Folder, "compose/compose.yaml"), "--ansi", "never", "--project-name", project, .. words], new Dictionary<string, string>(Environment) { ["WHO"] = who });
            Assert.True(result.Status.Succeeded, $"compose {string.Join(' ', words)}: {result.Error}");

            // It wipes the line of a terminal before each line of a log, asked or not.
            return result.Output.Replace("\u001b[2K", string.Empty, StringComparison.Ordinal);
        }

        try
        {
            await DoAsync("one", "up", "--detach", "--wait");

            // It waits for the visitor to run, not for what that says.
            await UntilAsync(async () => await DoAsync("one", "logs", "--no-log-prefix", "visitor") == "served by one\na word of the host\n");
            Assert.Equal("served by one\n", await Web.FetchAsync($"http://{(await DoAsync("one", "port", "web", "8000")).TrimEnd('\n')}/page"));
            Assert.Equal("in\n", await DoAsync("one", "exec", "-T", "web", "echo", "in"));
            Assert.Contains("httpd", await DoAsync("one", "top", "web"), StringComparison.Ordinal);

            await DoAsync("one", "up", "--detach", "--wait", "--scale", "visitor=2");
            Assert.Equal(["visitor", "visitor", "web"], (await DoAsync("one", "ps", "--format", "{{.Service}}")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal));
            await DoAsync("one", "pause", "visitor");
            await DoAsync("one", "unpause", "visitor");

            // What has not changed stays; another environment makes its service anew, with the volume that it had.
            var before = await DoAsync("one", "ps", "--quiet");
            await DoAsync("one", "up", "--detach", "--wait", "--scale", "visitor=2");
            Assert.Equal(before, await DoAsync("one", "ps", "--quiet"));
            await DoAsync("two", "up", "--detach", "--wait", "--scale", "visitor=2");
            Assert.Equal("served by two\n", await DoAsync("two", "exec", "-T", "web", "cat", "/srv/page"));
            Assert.Equal("served by two\n", await DoAsync("two", "run", "--rm", "-T", "visitor", "wget", "-q", "-O", "-", "http://pages:8000/page"));
        }
        finally
        {
            await DoAsync("two", "down", "--volumes", "--timeout", "1");
        }

        Assert.Equal((string.Empty, string.Empty, string.Empty), (await OfProjectAsync(project, "ps", "--all"), await OfProjectAsync(project, "volume", "ls"), await OfProjectAsync(project, "network", "ls")));
    }

    [Fact]
    public async Task Devcontainers_bring_a_workspace_up_and_run_in_it()
    {
        var name = Name("dev");
        var folder = Directory.CreateTempSubdirectory("whelk-devcontainers-").FullName;
        var workspace = Path.Combine(ClientPrograms.Folder, "devcontainer");
        string[] program = [Path.Combine(await ClientPrograms.NodeAsync(), "node_modules/@devcontainers/cli/devcontainer.js")];
        string[] where = ["--workspace-folder", workspace, "--user-data-folder", folder, "--id-label", $"of={name}"];
        await using var workload = new StartedWorkload(Daemon, name);
        var environment = new Dictionary<string, string>(Environment) { ["NAME"] = name, ["TMPDIR"] = folder };
        try
        {
            var up = await Program.RunAsync("node", [.. program, "up", .. where], environment);
            Assert.True(up.Status.Succeeded, up.Error);
            Assert.Contains("\"outcome\":\"success\"", up.Output, StringComparison.Ordinal);

            var said = await Program.RunAsync("node", [.. program, "exec", .. where, "sh", "-c", "cat file /cache/made /cache/started; exit 5"], environment);
            Assert.Equal((5, "a file of the workspace\ncreated\nb\n"), (said.Status.ShellCode, said.Output));
        }
        finally
        {
            await Daemon.WhelkAsync("rm", "-f", name);
            await Daemon.WhelkAsync("volume", "rm", name);
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task FinishAsync(string program, params string[] words)
    {
        var name = Name("client");
        var result = await Program.RunAsync(program, words, new Dictionary<string, string>(Environment) { ["NAME"] = name });
        await Daemon.WhelkAsync("rm", "-f", name, $"{name}-renamed");

        Assert.True(result.Status.Succeeded && result.Output.Split('\n').Contains("done"), $"{result.Status.ShellCode}: {result.Output}{result.Error}");
    }

    private async Task<string> OfProjectAsync(string project, params string[] words) =>
        (await Daemon.DockerAsync([.. words, "--quiet", "--filter", $"label=com.docker.compose.project={project}"])).Output;

    private Dictionary<string, string> Environment => new() { ["DOCKER_HOST"] = Daemon.Host, ["RUNTIME"] = Runtime, ["TESTCONTAINERS_RYUK_DISABLED"] = "true" };
}
