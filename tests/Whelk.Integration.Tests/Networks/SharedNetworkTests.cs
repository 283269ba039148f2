using Whelk.Integration.Tests.Support;

namespace Whelk.Integration.Tests.Networks;

/// <summary>Networks, ports and names that workloads share, take over from each other and keep apart.</summary>
public abstract class SharedNetworkTests(SharedDaemon shared) : IsolationSuite(shared)
{
    /// <summary>The first of twenty ports of the host that are this suite's.</summary>
    protected abstract int FirstPort { get; }

    private int MovedPort => FirstPort + 10;

    [Fact]
    public async Task Network_may_be_named_before_it_is_there()
    {
        var (early, later) = (Name("early"), Name("later"));
        await Daemon.DoAsync("create", "--isolation", Isolation, "--name", early, "--network", later, "whelk/base", "true");
        try
        {
            Assert.Contains($"network {later} not found", (await Daemon.WhelkAsync("start", early)).Error, StringComparison.Ordinal);
            await Daemon.DoAsync("network", "create", later);
            await Daemon.DoAsync("start", early);
            await Daemon.DoAsync("wait", early);
        }
        finally
        {
            await Daemon.WhelkAsync("rm", "-f", early);
            await Daemon.WhelkAsync("network", "rm", later);
        }
    }

    [Fact]
    public async Task Network_of_an_others_name_takes_its_place_in_a_workload()
    {
        var (heir, twice) = (Name("heir"), Name("twice"));
        await Daemon.DoAsync("network", "create", twice);
        await Daemon.DoAsync("create", "--isolation", Isolation, "--name", heir, "--network", twice, "whelk/base", "true");
        try
        {
            await Daemon.DoAsync("network", "rm", twice);
            var id = await Daemon.DoAsync("network", "create", twice);
            await Daemon.DoAsync("network", "connect", twice, heir);

            Assert.Contains(heir, await Daemon.DoAsync("ps", "-a"), StringComparison.Ordinal);
            await Daemon.DoAsync("start", heir);
            Assert.Equal(id, await Daemon.DoAsync("inspect", "--format", "{{range .NetworkSettings.Networks}}{{.NetworkID}}{{end}}", heir));
        }
        finally
        {
            await Daemon.WhelkAsync("rm", "-f", heir);
            await Daemon.WhelkAsync("network", "rm", twice);
        }
    }

    [Fact]
    public async Task Connect_moves_published_ports_to_the_networks_address_and_leaves_all_as_it_was_where_it_cannot()
    {
        const string Binding = "com.docker.network.bridge.host_binding_ipv4";
        await using var first = await OwnNetwork.CreateAsync(Daemon, Name("ports-b"));
        await using var nowhere = await OwnNetwork.CreateAsync(Daemon, Name("ports-a1"), "-o", $"{Binding}=192.0.2.1");
        await using var local = await OwnNetwork.CreateAsync(Daemon, Name("ports-a2"), "-o", $"{Binding}=127.0.0.2");
        await using var mover = await StartAsync(Name("mover"), "--network", first.Name, "-p", $"{MovedPort}:80", "whelk/base", "httpd", "-f", "-p", "80", "-h", "/etc");

        Assert.False((await Daemon.WhelkAsync("network", "connect", nowhere.Name, mover.Name)).Status.Succeeded);
        Assert.Equal(($"0.0.0.0:{MovedPort}", "eth0"), (await PortAsync(mover.Name), await Daemon.DoAsync("exec", mover.Name, "sh", "-c", "ls /sys/class/net | grep eth")));
        Assert.Contains("Whelk", await FetchAsync("127.0.0.1"), StringComparison.Ordinal);
        Assert.Equal(nowhere.Name, await Daemon.DoAsync("network", "rm", nowhere.Name));

        await Daemon.DoAsync("network", "connect", local.Name, mover.Name);
        Assert.Equal($"127.0.0.2:{MovedPort}", await PortAsync(mover.Name));
        Assert.Contains("Whelk", await FetchAsync("127.0.0.2"), StringComparison.Ordinal);
        await Assert.ThrowsAsync<HttpRequestException>(() => FetchAsync("127.0.0.1"));

        await Daemon.DoAsync("network", "disconnect", local.Name, mover.Name);
        Assert.Contains("Whelk", await FetchAsync("127.0.0.1"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Network_without_talk_keeps_its_workloads_apart()
    {
        await using var net = await OwnNetwork.CreateAsync(Daemon, Name("quiet"), "-o", "com.docker.network.bridge.enable_icc=false");
        await using var one = await StartAsync(Name("quiet-one"), "--network", net.Name, "whelk/base", "sleep", "1000");
        var address = await Daemon.DoAsync("inspect", "--format", "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}", one.Name);

        Assert.Equal("apart\n", (await RunAsync("--rm", "--network", net.Name, "whelk/base", "sh", "-c", $"nslookup {one.Name} > /dev/null && ! ping -c 1 -w 2 {address} > /dev/null && echo apart")).Output);
        Assert.Contains("has active endpoints", (await Daemon.WhelkAsync("network", "rm", net.Name)).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Range_of_ports_gives_each_workload_the_first_that_is_free()
    {
        string[] words = ["-p", $"127.0.0.1:{FirstPort}-{FirstPort + 9}:80", "whelk/base", "sleep", "1000"];
        await using var one = await StartAsync(Name("range-a"), words);
        await using var other = await StartAsync(Name("range-b"), words);

        Assert.Equal($"127.0.0.1:{FirstPort}", await PortAsync(one.Name));
        Assert.Equal($"127.0.0.1:{FirstPort + 1}", await PortAsync(other.Name));
    }

    [Fact]
    public async Task Link_gives_one_workload_a_name_for_another()
    {
        await using var linked = await StartAsync(Name("linked"), "whelk/base", "sleep", "1000");

        var result = await RunAsync("--rm", "--link", $"{linked.Name}:db", "whelk/base", "sh", "-c", "grep -c 'db ' /etc/hosts; ping -c 1 -w 5 db > /dev/null && echo reached");

        Assert.Equal("1\nreached\n", result.Output);
    }

    private async Task<string> PortAsync(string name) => (await Daemon.DoAsync("port", name, "80")).Split('\n')[0];

    private async Task<string> FetchAsync(string address)
    {
        using var client = new HttpClient();
        return await client.GetStringAsync($"http://{address}:{MovedPort}/os-release");
    }
}
