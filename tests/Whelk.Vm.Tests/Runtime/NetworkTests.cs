using System.Net;
using System.Net.Sockets;
using System.Text;
using Whelk.Oci.Runtime;
using Whelk.Vm.Tests.Runtime.Support;
using Xunit;

namespace Whelk.Vm.Tests.Runtime;

/// <summary>A guest in the place of eth0, in a namespace that an engine has made.</summary>
public sealed class NetworkTests(VmHost host)
{
    [Fact]
    public async Task Guest_stands_in_the_place_of_eth0_in_both_directions_and_a_second_one_after_it()
    {
        using var network = await TwoNamespaces.CreateAsync(host.Folder);
        using var listener = network.Listen(8000);
        var script = $"""
            cat /sys/class/net/eth0/address /sys/class/net/eth0/mtu; ip route; ping -c1 -W10 {TwoNamespaces.FarAddress} > /dev/null && echo pinged
            echo guest calls | nc {TwoNamespaces.FarAddress} 8000; mkdir /www; echo a page > /www/p; httpd -p 8080 -h /www; echo serving; while :; do sleep 1; done
            """;
        await using (var vm = await TestVm.StartAsync(host, "net1", Config(network, "net1", script)))
        {
            var calling = ReceiveAsync(listener);
            Assert.Equal("guest calls\n", await calling);
            var said = await vm.Output.UntilAsync("serving\n");
            Assert.StartsWith($"{TwoNamespaces.HardwareAddress}\n{TwoNamespaces.Mtu}\ndefault via {TwoNamespaces.FarAddress} dev eth0", said, StringComparison.Ordinal);
            Assert.Contains("pinged", said, StringComparison.Ordinal);
            Assert.EndsWith("\r\n\r\na page\n", await FetchAsync(network), StringComparison.Ordinal);
            var second = await host.VmAsync("run", "--bundle", host.Bundle("net2", Config(network, "net2", "true")), "net2");
            Assert.Contains("taken by another virtual machine", second.Error, StringComparison.Ordinal);
        }

        var after = await host.VmAsync("run", "--bundle", host.Bundle("net3", Config(network, "net3", $"ping -c1 -W10 {TwoNamespaces.FarAddress} > /dev/null && echo pinged")), "net3");
        Assert.Equal("pinged\n", after.Output);
    }

    [Fact]
    public async Task Names_of_a_resolver_on_a_loopback_address_of_the_namespace_are_known_inside()
    {
        using var network = await TwoNamespaces.CreateAsync(host.Folder);
        using var resolver = network.BindNear(new IPEndPoint(IPAddress.Parse("127.0.0.11"), 53));
        var answering = AnswerAsync(resolver);
        var resolvConf = Path.Combine(host.Folder, "resolv.conf");
        await File.WriteAllTextAsync(resolvConf, "nameserver 127.0.0.11\n");
        var config = Config(network, "names", "nslookup -type=a web | tail -n +4; ping -c1 -W1 web | head -n 1");
        config = config with { Mounts = [.. config.Mounts!, new MountSpec { Destination = "/etc/resolv.conf", Source = resolvConf, Type = "bind", Options = ["rbind"] }] };
        var said = await host.DoVmAsync("run", "--bundle", host.Bundle("names", config), "names");
        Assert.Contains("Name:\tweb\nAddress: 10.77.0.9\n", said, StringComparison.Ordinal);
        Assert.Contains("PING web (10.77.0.9)", said, StringComparison.Ordinal);
        resolver.Dispose();
        await answering;
    }

    // Knows one address, and says it of every name.
    private static async Task AnswerAsync(Socket resolver)
    {
        byte[] address = [0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 9, 0, 4, 10, 77, 0, 9];
        var buffer = new byte[512];
        try
        {
            while (true)
            {
                var received = await resolver.ReceiveFromAsync(buffer, new IPEndPoint(IPAddress.Any, 0));
                var question = buffer[..received.ReceivedBytes];

                // A response, with one answer where IPv4's address was asked for (the question's type is its last field but one).
                var isIpv4 = question[^3] == 1;
                (question[2], question[3], question[7]) = (0x84, 0, isIpv4 ? (byte)1 : (byte)0);
                await resolver.SendToAsync(isIpv4 ? [.. question, .. address] : question, received.RemoteEndPoint);
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    // A machine shares none of these with the host, and says so where they are missing.
    private static readonly string[] Own = [NamespaceTypes.Pid, NamespaceTypes.Ipc, NamespaceTypes.Uts];

    private RuntimeSpec Config(TwoNamespaces network, string id, string script)
    {
        var config = Configs.Of(host, id, Configs.Shell(script)).WithImage(host);
        return config with { Linux = config.Linux! with { Namespaces = [.. Own.Select(type => new LinuxNamespace { Type = type }), new LinuxNamespace { Type = NamespaceTypes.Network, Path = network.Path }] } };
    }

    private static async Task<string> ReceiveAsync(Socket listener)
    {
        using var connection = await listener.AcceptAsync().WaitAsync(TimeSpan.FromSeconds(60));
        using var reader = new StreamReader(new NetworkStream(connection));
        return await reader.ReadToEndAsync();
    }

    private static async Task<string> FetchAsync(TwoNamespaces network)
    {
        using var socket = network.NewSocket();
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Parse(TwoNamespaces.Address), 8080)).WaitAsync(TimeSpan.FromSeconds(30));
        await socket.SendAsync("GET /p HTTP/1.0\r\n\r\n"u8.ToArray());
        using var reader = new StreamReader(new NetworkStream(socket), Encoding.ASCII);
        return await reader.ReadToEndAsync();
    }
}
