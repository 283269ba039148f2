using System.Net;
using System.Net.Sockets;
using Whelk.Integration.Tests.Support;

namespace Whelk.Integration.Tests.Running;

/// <summary>Published ports and the network behind them.</summary>
public abstract class PortTests(SharedDaemon shared) : IsolationSuite(shared)
{
    private static readonly string[] Server = ["whelk/base", "httpd", "-f", "-p", "80", "-h", "/etc"];

    [Fact]
    public async Task Published_port_answers_on_both_loopbacks_and_is_free_after_the_stop()
    {
        await using var workload = await StartAsync(Name("web"), ["-p", "80", .. Server]);
        var port = await PortAsync(workload.Name);

        Assert.Equal("NAME=\"Whelk base\"\n", await Web.FetchAsync($"http://127.0.0.1:{port}/os-release"));
        Assert.Equal("NAME=\"Whelk base\"\n", await Web.FetchAsync($"http://[::1]:{port}/os-release"));
        await Daemon.DoAsync("kill", workload.Name);
        await Daemon.DoAsync("wait", workload.Name);
        await Daemon.DoAsync("start", workload.Name);
        Assert.Equal("NAME=\"Whelk base\"\n", await Web.FetchAsync($"http://127.0.0.1:{await PortAsync(workload.Name)}/os-release"));
    }

    [Fact]
    public async Task Port_of_another_program_is_refused_and_the_workload_stays_created()
    {
        using var other = new TcpListener(IPAddress.Any, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        var name = Name("busy");

        var refused = await RunAsync(["-d", "--name", name, "-p", $"{port}:80", .. Server]);
        await using var workload = new StartedWorkload(Daemon, name);

        Assert.Equal(125, refused.Status.ShellCode);
        Assert.Contains($"{port}", refused.Error, StringComparison.Ordinal);
        Assert.Contains("address already in use", refused.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(name, await Daemon.DoAsync("ps", "--format", "{{.Names}}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Port_of_another_workload_is_refused_in_Dockers_words()
    {
        await using var first = await StartAsync(Name("first"), ["-p", "80", .. Server]);
        var port = await PortAsync(first.Name);

        var refused = await RunAsync(["-d", "--name", Name("second"), "-p", $"{port}:80", .. Server]);
        await using var second = new StartedWorkload(Daemon, Name("second"));

        Assert.Equal(125, refused.Status.ShellCode);
        Assert.Contains($"Bind for 0.0.0.0:{port} failed: port is already allocated", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Workload_has_an_address_of_its_own_and_reaches_others()
    {
        await using var server = await StartAsync(Name("peer"), Server);
        var address = await Daemon.DoAsync("inspect", "--format", "{{.NetworkSettings.IPAddress}}", server.Name);

        var result = await RunAsync("--rm", "whelk/base", "sh", "-c", $"ip -4 addr show eth0 | grep -c inet; for i in 1 2 3 4 5 6 7 8 9; do wget -q -O - http://{address}/os-release && break; sleep .5; done");

        Assert.Equal("1\nNAME=\"Whelk base\"\n", result.Output);
    }

    [Fact]
    public async Task Network_none_leaves_loopback_alone()
    {
        var result = await RunAsync("--rm", "--network", "none", "whelk/base", "ls", "/sys/class/net");

        Assert.Equal("lo\n", result.Output);
    }

    private async Task<string> PortAsync(string name) => (await Daemon.DoAsync("port", name, "80/tcp")).Split('\n')[0].Split(':')[^1];
}
