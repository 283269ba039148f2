using System.Net;
using Whelk.Networks.Names;
using Xunit;

namespace Whelk.Networks.Tests.Names;

public sealed class HostResolversTests : IDisposable
{
    private readonly string _file = Path.Combine(Directory.CreateTempSubdirectory("whelk-resolv-").FullName, "resolv.conf");

    [Theory]
    [InlineData("nameserver 192.0.2.1\nnameserver\t2001:db8::1 \n", "192.0.2.1:53 [2001:db8::1]:53")]
    [InlineData("# nameserver 192.0.2.9\n;nameserver 192.0.2.8\nsearch example.com\n  nameserver 127.0.0.53\noptions edns0", "127.0.0.53:53")]
    [InlineData("nameserver 192.0.2.1\nnameserver 192.0.2.2\nnameserver 192.0.2.3\nnameserver 192.0.2.4", "192.0.2.1:53 192.0.2.2:53 192.0.2.3:53")]
    [InlineData("nameserver 10.1.0.1\nnameserver 192.0.2.2", "192.0.2.2:53")]
    [InlineData("nameserver 10.1.0.1", "")]
    [InlineData("nameserver elsewhere", "127.0.0.1:53")]
    [InlineData("", "127.0.0.1:53")]
    public void Read_gives_the_hosts_resolvers_without_this_server(string content, string expected)
    {
        File.WriteAllText(_file, content);
        Assert.Equal(expected, string.Join(' ', new HostResolvers(_file, IPAddress.Parse("10.1.0.1")).Read()));
    }

    [Fact]
    public void Read_without_a_file_gives_this_machine() =>
        Assert.Equal("127.0.0.1:53", Assert.Single(new HostResolvers(_file, IPAddress.Parse("10.1.0.1")).Read()).ToString());

    [Fact]
    public void Read_sees_a_change()
    {
        var resolvers = new HostResolvers(_file, IPAddress.Parse("10.1.0.1"));
        File.WriteAllText(_file, "nameserver 192.0.2.1");
        Assert.Equal("192.0.2.1:53", Assert.Single(resolvers.Read()).ToString());
        File.WriteAllText(_file, "nameserver 192.0.2.2");
        Assert.Equal("192.0.2.2:53", Assert.Single(resolvers.Read()).ToString());
    }

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_file)!, recursive: true);
}
