using Whelk.Integration.Tests.Support;

namespace Whelk.Integration.Tests.Networks;

/// <summary>What Docker refuses, and what it says then; what isolation makes no difference to.</summary>
public sealed class NetworkRulesTests(SharedDaemon shared)
{
    private PrivateDaemon Daemon => shared.Daemon;

    [Theory]
    [InlineData("operation is not permitted on predefined bridge network", "create", "bridge")]
    [InlineData("plugin \"macvlan\" not found", "create", "-d", "macvlan", "x")]
    [InlineData("only one instance of \"host\" network is allowed", "create", "-d", "host", "x")]
    [InlineData("invalid subnet 10.214.0.1/24: it should be 10.214.0.0/24", "create", "--subnet", "10.214.0.1/24", "x")]
    [InlineData("CIDR block is bigger than its parent subnet", "create", "--subnet", "10.214.0.0/24", "--ip-range", "10.214.0.0/16", "x")]
    [InlineData("invalid ip-range 10.214.0.0/32: workloads can have no addresses there", "create", "--subnet", "10.214.0.0/24", "--ip-range", "10.214.0.0/32", "x")]
    [InlineData("invalid network interface name", "create", "-o", "com.docker.network.bridge.name=br%d", "x")]
    [InlineData("IPv6 has not been enabled for this network", "create", "--subnet", "fd00:214::/64", "x")]
    [InlineData("failed to parse com.docker.network.driver.mtu value", "create", "-o", "com.docker.network.driver.mtu=many", "x")]
    [InlineData("bridge is a pre-defined network and cannot be removed", "rm", "bridge")]
    [InlineData("network nope not found", "rm", "nope")]
    [InlineData("network nope not found", "inspect", "nope")]
    [InlineData("No such container: nobody", "connect", "bridge", "nobody")]
    public async Task Network_says_what_docker_says(string words, params string[] arguments)
    {
        var result = await Daemon.WhelkAsync(["network", .. arguments]);
        Assert.False(result.Status.Succeeded);
        Assert.Contains(words, result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("user specified IP address is supported on user defined networks only", "--ip", "10.1.2.3")]
    [InlineData("conflicting options: hostname and the network mode", "--network", "container:target", "--hostname", "x")]
    [InlineData("conflicting options: port publishing and the container type network mode", "--network", "container:target", "-p", "80")]
    [InlineData("cannot be connected to any other network", "--network", "host", "--network", "bridge")]
    [InlineData("in private (none) mode", "--network", "none", "--network", "bridge")]
    [InlineData("HostConfig.NetworkMode host: a VM has", "--network", "host", "--isolation", "vm")]
    [InlineData("invalid MAC address abc", "--mac-address", "abc")]
    [InlineData("could not get container for nobody", "--link", "nobody:n")]
    public async Task Create_says_what_docker_says(string words, params string[] options)
    {
        await Daemon.WhelkAsync("create", "--name", "target", "whelk/base", "true");
        var result = await Daemon.WhelkAsync(["create", .. options, "whelk/base", "true"]);
        await Daemon.WhelkAsync("rm", "-f", "target");
        Assert.False(result.Status.Succeeded, result.Output);
        Assert.Contains(words, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Network_may_be_named_before_it_is_there()
    {
        await Daemon.DoAsync("create", "--name", "early", "--network", "later", "whelk/base", "true");
        try
        {
            Assert.Contains("network later not found", (await Daemon.WhelkAsync("start", "early")).Error, StringComparison.Ordinal);
            await Daemon.DoAsync("network", "create", "later");
            await Daemon.DoAsync("start", "early");
            await Daemon.DoAsync("wait", "early");
        }
        finally
        {
            await Daemon.WhelkAsync("rm", "-f", "early");
            await Daemon.WhelkAsync("network", "rm", "later");
        }
    }

    [Fact]
    public async Task Workload_in_the_hosts_network_and_in_anothers_is_in_that_namespace()
    {
        await Daemon.DoAsync("run", "-d", "--name", "shared", "whelk/base", "sleep", "1000");
        try
        {
            Assert.Equal(new FileInfo("/proc/self/ns/net").LinkTarget, await Daemon.DoAsync("run", "--rm", "--network", "host", "whelk/base", "readlink", "/proc/self/ns/net"));
            const string Look = "readlink /proc/self/ns/net; hostname; cat /etc/hosts";
            Assert.Equal(await Daemon.DoAsync("exec", "shared", "sh", "-c", Look), await Daemon.DoAsync("run", "--rm", "--network", "container:shared", "whelk/base", "sh", "-c", Look));
        }
        finally
        {
            await Daemon.DoAsync("rm", "-f", "shared");
        }
    }

    [Fact]
    public async Task Network_of_an_others_name_takes_its_place_in_a_workload()
    {
        await Daemon.DoAsync("network", "create", "twice");
        await Daemon.DoAsync("create", "--name", "heir", "--network", "twice", "whelk/base", "true");
        try
        {
            await Daemon.DoAsync("network", "rm", "twice");
            var id = await Daemon.DoAsync("network", "create", "twice");
            await Daemon.DoAsync("network", "connect", "twice", "heir");

            Assert.Contains("heir", await Daemon.DoAsync("ps", "-a"), StringComparison.Ordinal);
            await Daemon.DoAsync("start", "heir");
            Assert.Equal(id, await Daemon.DoAsync("inspect", "--format", "{{range .NetworkSettings.Networks}}{{.NetworkID}}{{end}}", "heir"));
        }
        finally
        {
            await Daemon.WhelkAsync("rm", "-f", "heir");
            await Daemon.WhelkAsync("network", "rm", "twice");
        }
    }

    [Fact]
    public async Task Network_of_another_workload_is_meant_by_its_id_whatever_it_is_called()
    {
        var id = await Daemon.DoAsync("run", "-d", "--name", "meant", "whelk/base", "sleep", "1000");
        try
        {
            await Daemon.DoAsync("create", "--name", "joiner", "--network", "container:meant", "whelk/base", "true");
            await Daemon.DoAsync("rename", "meant", "renamed");

            Assert.Equal($"container:{id}", await Daemon.DoAsync("inspect", "--format", "{{.HostConfig.NetworkMode}}", "joiner"));
            await Daemon.DoAsync("start", "joiner");
        }
        finally
        {
            await Daemon.WhelkAsync("rm", "-f", "joiner", "meant", "renamed");
        }
    }

    [Fact]
    public async Task Connect_moves_published_ports_to_the_networks_address_and_leaves_all_as_it_was_where_it_cannot()
    {
        const string Binding = "com.docker.network.bridge.host_binding_ipv4";
        await using var first = await OwnNetwork.CreateAsync(Daemon, "ports-b");
        await using var nowhere = await OwnNetwork.CreateAsync(Daemon, "ports-a1", "-o", $"{Binding}=192.0.2.1");
        await using var local = await OwnNetwork.CreateAsync(Daemon, "ports-a2", "-o", $"{Binding}=127.0.0.2");
        await Daemon.DoAsync("run", "-d", "--name", "mover", "--network", first.Name, "-p", "28330:80", "whelk/base", "httpd", "-f", "-p", "80", "-h", "/etc");
        try
        {
            Assert.False((await Daemon.WhelkAsync("network", "connect", nowhere.Name, "mover")).Status.Succeeded);
            Assert.Equal(("0.0.0.0:28330", "eth0"), (await PortOfMoverAsync(), await Daemon.DoAsync("exec", "mover", "sh", "-c", "ls /sys/class/net | grep eth")));
            Assert.Contains("Whelk", await FetchAsync("127.0.0.1"), StringComparison.Ordinal);
            Assert.Equal("ports-a1", await Daemon.DoAsync("network", "rm", nowhere.Name));

            await Daemon.DoAsync("network", "connect", local.Name, "mover");
            Assert.Equal("127.0.0.2:28330", await PortOfMoverAsync());
            Assert.Contains("Whelk", await FetchAsync("127.0.0.2"), StringComparison.Ordinal);
            await Assert.ThrowsAsync<HttpRequestException>(() => FetchAsync("127.0.0.1"));

            await Daemon.DoAsync("network", "disconnect", local.Name, "mover");
            Assert.Contains("Whelk", await FetchAsync("127.0.0.1"), StringComparison.Ordinal);
        }
        finally
        {
            await Daemon.DoAsync("rm", "-f", "mover");
        }
    }

    private async Task<string> PortOfMoverAsync() => (await Daemon.DoAsync("port", "mover", "80")).Split('\n')[0];

    private static async Task<string> FetchAsync(string address)
    {
        using var client = new HttpClient();
        return await client.GetStringAsync($"http://{address}:28330/os-release");
    }

    [Fact]
    public async Task Network_without_talk_keeps_its_workloads_apart()
    {
        await using var net = await OwnNetwork.CreateAsync(Daemon, "quiet", "-o", "com.docker.network.bridge.enable_icc=false");
        await Daemon.DoAsync("run", "-d", "--name", "quiet-one", "--network", "quiet", "whelk/base", "sleep", "1000");
        try
        {
            var address = await Daemon.DoAsync("inspect", "--format", "{{.NetworkSettings.Networks.quiet.IPAddress}}", "quiet-one");
            Assert.Equal("apart", await Daemon.DoAsync("run", "--rm", "--network", "quiet", "whelk/base", "sh", "-c", $"nslookup quiet-one > /dev/null && ! ping -c 1 -w 2 {address} > /dev/null && echo apart"));
            Assert.Contains("has active endpoints", (await Daemon.WhelkAsync("network", "rm", "quiet")).Error, StringComparison.Ordinal);
        }
        finally
        {
            await Daemon.DoAsync("rm", "-f", "quiet-one");
        }
    }

    [Fact]
    public async Task Range_of_ports_gives_each_workload_the_first_that_is_free()
    {
        string[] words = ["-p", "127.0.0.1:28310-28319:80", "whelk/base", "sleep", "1000"];
        try
        {
            await Daemon.DoAsync(["run", "-d", "--name", "range-a", .. words]);
            await Daemon.DoAsync(["run", "-d", "--name", "range-b", .. words]);
            Assert.Equal("127.0.0.1:28310", await Daemon.DoAsync("port", "range-a", "80"));
            Assert.Equal("127.0.0.1:28311", await Daemon.DoAsync("port", "range-b", "80"));
        }
        finally
        {
            await Daemon.WhelkAsync("rm", "-f", "range-a", "range-b");
        }
    }

    [Fact]
    public async Task Link_gives_one_workload_a_name_for_another()
    {
        await Daemon.DoAsync("run", "-d", "--name", "linked", "whelk/base", "sleep", "1000");
        try
        {
            var result = await Daemon.DoAsync("run", "--rm", "--link", "linked:db", "whelk/base", "sh", "-c", "grep -c 'db ' /etc/hosts; ping -c 1 -w 5 db > /dev/null && echo reached");
            Assert.Equal("1\nreached", result);
        }
        finally
        {
            await Daemon.DoAsync("rm", "-f", "linked");
        }
    }
}
