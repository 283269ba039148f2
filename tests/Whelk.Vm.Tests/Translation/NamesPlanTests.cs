using Whelk.Oci.Runtime;
using Whelk.Vm.Translation;
using Xunit;

namespace Whelk.Vm.Tests.Translation;

public sealed class NamesPlanTests
{
    [Theory]
    [InlineData("Docker's", "# made\nsearch a.b\nnameserver 127.0.0.11\noptions ndots:0\n", "127.0.0.11:53")]
    [InlineData("tabs and the other system's line ends", "nameserver\t127.0.0.53 # near\r\n", "127.0.0.53:53")]
    [InlineData("one that packets reach", "nameserver 10.0.0.1\n", null)]
    [InlineData("a near one that is only the second", "nameserver 10.0.0.1\nnameserver 127.0.0.11\n", null)]
    [InlineData("of IPv6", "nameserver ::1\n", null)]
    [InlineData("none", "nameserver\n#nameserver 127.0.0.11\n", null)]
    [InlineData("no address", "nameserver resolver\n", null)]
    public void The_first_name_server_counts_where_it_is_on_a_loopback_address(string what, string resolvConf, string? expected) =>
        Assert.True(Of(resolvConf, NamespaceTypes.Network)?.ToString() == expected, what);

    [Fact]
    public void Without_a_network_namespace_the_hosts_resolver_is_not_asked() => Assert.Null(Of("nameserver 127.0.0.53\n", NamespaceTypes.Uts));

    [Fact]
    public void Without_a_resolv_conf_of_the_engines_nobody_is_asked() =>
        Assert.Null(NamesPlan.Of(new RuntimeSpec { OciVersion = "1.0.2", Linux = new LinuxSpec { Namespaces = [new LinuxNamespace { Type = NamespaceTypes.Network }] } }, "/"));

    private static System.Net.IPEndPoint? Of(string resolvConf, string @namespace)
    {
        using var folder = new ScratchFolder();
        var file = folder.File("resolv.conf", resolvConf);
        return NamesPlan.Of(
            new RuntimeSpec
            {
                OciVersion = "1.0.2",
                Mounts = [new MountSpec { Destination = "/etc/resolv.conf", Source = file, Type = "bind", Options = ["rbind"] }],
                Linux = new LinuxSpec { Namespaces = [new LinuxNamespace { Type = @namespace }] },
            },
            folder.Path);
    }
}
