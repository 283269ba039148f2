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
}
