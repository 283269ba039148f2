using Whelk.Integration.Tests.Support;

namespace Whelk.Integration.Tests.Networks;

/// <summary>Networks of one's own, with workloads of either isolation in them.</summary>
public abstract class NetworkTests(SharedDaemon shared) : IsolationSuite(shared)
{
    private static readonly string[] Idle = ["whelk/base", "sleep", "1000"];

    [Fact]
    public async Task Run_on_a_network_finds_by_alias_and_name_whom_it_shares_it_with()
    {
        await using var net = await OwnNetwork.CreateAsync(Daemon, Name("net"));
        await using var other = await OwnNetwork.CreateAsync(Daemon, Name("other"));
        await using var web = await StartAsync(Name("web"), ["--network", net.Name, "--network-alias", "front", .. Idle]);
        await using var away = await StartAsync(Name("away"), ["--network", other.Name, .. Idle]);
        var address = await AddressAsync(web.Name, net.Name);

        var result = await RunAsync("--rm", "--network", net.Name, "whelk/base", "sh", "-c",
            $"for name in front {web.Name} {web.Name}.{net.Name}; do nslookup $name | grep -c 'Address: {address}$'; done; nslookup {away.Name} | grep -c 'Address: 10'; nslookup {address} | grep -o 'name = .*'; ping -c 1 -w 5 front > /dev/null && echo reached");

        Assert.Equal($"1\n1\n1\n0\nname = {web.Name}.{net.Name}\nreached\n", result.Output);
    }

    [Fact]
    public async Task Networks_do_not_reach_each_other_but_through_a_published_port()
    {
        await using var net = await OwnNetwork.CreateAsync(Daemon, Name("net"));
        await using var other = await OwnNetwork.CreateAsync(Daemon, Name("other"));
        await using var web = await StartAsync(Name("web"), "--network", net.Name, "-p", "0:80", "whelk/base", "httpd", "-f", "-p", "80", "-h", "/etc");
        var address = await AddressAsync(web.Name, net.Name);
        var port = (await Daemon.DoAsync("port", web.Name, "80")).Split('\n')[0].Split(':')[^1];
        var gateway = await Daemon.DoAsync("inspect", "--format", $"{{{{(index .NetworkSettings.Networks \"{net.Name}\").Gateway}}}}", web.Name);

        var result = await RunAsync("--rm", "--network", other.Name, "whelk/base", "sh", "-c",
            $"ping -c 1 -w 2 {address} > /dev/null || echo apart; until wget -q -O - http://{gateway}:{port}/os-release; do sleep .2; done");

        Assert.Equal("apart\nNAME=\"Whelk base\"\n", result.Output);
    }

    [Fact]
    public async Task Run_in_two_networks_has_an_interface_in_each_and_the_default_route_of_the_first_by_name()
    {
        await using var first = await OwnNetwork.CreateAsync(Daemon, Name("a"), "--subnet", "10.213.0.0/24");
        await using var second = await OwnNetwork.CreateAsync(Daemon, Name("b"), "--subnet", "10.213.1.0/24");

        var result = await RunAsync("--rm", "--network", $"name={second.Name},ip=10.213.1.7,mac-address=02:42:00:00:00:07", "--network", first.Name, "whelk/base", "sh", "-c",
            "for i in 0 1; do ip -o -4 addr show eth$i | grep -o '10[.0-9]*/24'; done; cat /sys/class/net/eth0/address; ip route | grep default | grep -o 'via.*eth.'; grep -c nameserver.10.213.0.1 /etc/resolv.conf; grep -c 10.213 /etc/hosts");

        Assert.Equal("10.213.1.7/24\n10.213.0.2/24\n02:42:00:00:00:07\nvia 10.213.0.1 dev eth1\n1\n2\n", result.Output);
    }

    [Fact]
    public async Task Connect_and_disconnect_hold_at_once_and_after_a_restart()
    {
        await using var first = await OwnNetwork.CreateAsync(Daemon, Name("a"));
        await using var second = await OwnNetwork.CreateAsync(Daemon, Name("b"));
        await using var web = await StartAsync(Name("web"), ["--network", second.Name, .. Idle]);
        await using var peer = await StartAsync(Name("peer"), ["--network", first.Name, .. Idle]);

        await Daemon.DoAsync("network", "connect", "--alias", "joined", first.Name, web.Name);
        Assert.Equal("10 10 reached", await ExecAsync(web.Name, $"echo $(ip -o -4 addr show eth0 | grep -o 'inet 10' | cut -c6-) $(ip -o -4 addr show eth1 | grep -o 'inet 10' | cut -c6-) $(ping -c 1 -w 5 {peer.Name} > /dev/null && echo reached)"));
        Assert.Contains(await AddressAsync(web.Name, first.Name), await ExecAsync(peer.Name, "nslookup joined"), StringComparison.Ordinal);
        Assert.Equal("eth1", await ExecAsync(web.Name, "ip route | grep default | grep -o 'eth.'"));

        await Daemon.DoAsync("network", "disconnect", second.Name, web.Name);
        Assert.Equal("reached", await ExecAsync(web.Name, $"! ip link show eth0 > /dev/null 2>&1 && ping -c 1 -w 5 {peer.Name} > /dev/null && echo reached"));

        await Daemon.DoAsync("restart", "-t", "0", web.Name);
        Assert.Equal("reached", await ExecAsync(web.Name, $"ping -c 1 -w 5 {peer.Name} > /dev/null && echo reached"));
        Assert.Equal(first.Name, await Daemon.DoAsync("inspect", "--format", "{{range $name, $one := .NetworkSettings.Networks}}{{$name}}{{end}}", web.Name));
    }

    [Fact]
    public async Task Internal_network_leads_nowhere_and_tells_nothing_of_the_world()
    {
        await using var net = await OwnNetwork.CreateAsync(Daemon, Name("inner"), "--internal");
        var result = await RunAsync("--rm", "--network", net.Name, "--hostname", "me", "whelk/base", "sh", "-c",
            "ip route | grep -c default; nslookup example.org 2>&1 | grep -c -m 1 SERVFAIL; nslookup me | grep -c 'Address: 10'");
        Assert.Equal("0\n1\n1\n", result.Output);
    }

    [Fact]
    public async Task Network_with_ipv6_gives_addresses_routes_and_names_of_it()
    {
        await using var net = await OwnNetwork.CreateAsync(Daemon, Name("six"), "--ipv6", "--subnet", "fd00:213::/64");
        await using var web = await StartAsync(Name("web"), ["--network", net.Name, "--ip6", "fd00:213::7", .. Idle]);

        var result = await RunAsync("--rm", "--network", net.Name, "whelk/base", "sh", "-c",
            $"ip -6 route | grep -o 'default via fd00:213::1'; nslookup -type=aaaa {web.Name} | grep -o 'fd00:213::7'; ping -6 -c 1 -w 5 fd00:213::7 > /dev/null && echo reached");

        Assert.Equal("default via fd00:213::1\nfd00:213::7\nreached\n", result.Output);
    }

    [Fact]
    public async Task Networks_and_places_in_them_outlive_the_daemon()
    {
        await using var daemon = await PrivateDaemon.StartAsync();
        await daemon.DoAsync("network", "create", "--label", "kind=test", "kept");
        await daemon.DoAsync(["run", "-d", "--isolation", Isolation, "--name", "web", "--network", "kept", .. Idle]);
        var before = await daemon.DoAsync("inspect", "--format", "{{.NetworkSettings.Networks.kept.IPAddress}}", "web");
        await daemon.KillAsync();
        await daemon.StartAgainAsync();

        Assert.Equal(before, await daemon.DoAsync("inspect", "--format", "{{.NetworkSettings.Networks.kept.IPAddress}}", "web"));
        Assert.NotEqual(string.Empty, before);
        Assert.Contains($"Address: {before}", await daemon.DoAsync("run", "--rm", "--network", "kept", "whelk/base", "nslookup", "web"), StringComparison.Ordinal);
        await daemon.DoAsync("rm", "-f", "web");
        await daemon.StopAsync();
        await daemon.StartAgainAsync();
        await daemon.DoAsync("run", "--rm", "--isolation", Isolation, "--network", "kept", "whelk/base", "true");
        Assert.Equal("kept", await daemon.DoAsync("network", "prune"));
    }

    private Task<string> AddressAsync(string workload, string network) =>
        Daemon.DoAsync("inspect", "--format", $"{{{{(index .NetworkSettings.Networks \"{network}\").IPAddress}}}}", workload);

    private Task<string> ExecAsync(string workload, string script) => Daemon.DoAsync("exec", workload, "sh", "-c", script);
}
