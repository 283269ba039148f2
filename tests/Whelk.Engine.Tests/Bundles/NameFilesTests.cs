using System.Net;
using System.Text;
using Whelk.Engine.Bundles;
using Whelk.Engine.Workloads;
using Whelk.Networks.Endpoints;
using Whelk.Testing;
using Xunit;

namespace Whelk.Engine.Tests.Bundles;

public sealed class NameFilesTests : IDisposable
{
    private static readonly Endpoint Place = new()
    {
        NamespacePath = "/ns",
        Address = IPAddress.Parse("10.1.0.2"),
        PrefixLength = 16,
        Gateway = IPAddress.Parse("10.1.0.1"),
        MacAddress = "02:00:00:00:00:02",
        HostInterface = "veth",
    };

    private readonly ScratchFolder _scratch = new();
    private readonly WorkloadPaths _paths;

    public NameFilesTests()
    {
        _paths = TestWorkload.Bundle(_scratch).Paths;
        Directory.CreateDirectory(_paths.Data);
    }

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void RemovePlace_keeps_every_byte_of_what_else_is_there()
    {
        byte[] own = [.. "10.1.0.23\tother\r\n"u8, 0xFF, (byte)'\n', .. "no end"u8];
        File.WriteAllBytes(_paths.Hosts, [.. "10.1.0.2\tbox\n"u8, .. own]);

        NameFiles.RemovePlace(_paths, Place);

        Assert.Equal(own, File.ReadAllBytes(_paths.Hosts));
    }

    [Fact]
    public void RemovePlace_leaves_a_file_alone_that_the_workload_filled()
    {
        const long Size = 1L << 40;
        File.WriteAllText(_paths.Hosts, "10.1.0.2\tbox\n");
        using (var file = File.OpenWrite(_paths.Hosts))
        {
            file.SetLength(Size);
        }

        NameFiles.RemovePlace(_paths, Place);

        Assert.Equal(Size, new FileInfo(_paths.Hosts).Length);
    }

    [Fact]
    public void ReplaceServer_changes_its_line_alone()
    {
        File.WriteAllText(_paths.ResolvConf, "nameserver 10.1.0.1\nnameserver 10.1.0.11\n", Encoding.ASCII);

        NameFiles.ReplaceServer(_paths, Place.Gateway, IPAddress.Parse("10.2.0.1"));

        Assert.Equal("nameserver 10.2.0.1\nnameserver 10.1.0.11\n", File.ReadAllText(_paths.ResolvConf));
    }
}
