using Whelk.Engine.Bundles;
using Whelk.Engine.Workloads;
using Whelk.Errors;
using Whelk.Oci.Runtime.Defaults;
using Whelk.Testing;
using Xunit;

namespace Whelk.Engine.Tests.Bundles;

public sealed class DeviceBuilderTests
{
    [Fact]
    public void Nothing_asked_is_the_default()
    {
        Assert.Null(DeviceBuilder.Nodes(new HostOptions(), shared: true));
        Assert.Equal(DefaultDevices.Rules, DeviceBuilder.Rules(new HostOptions()));
    }

    [Fact]
    public void Device_is_made_and_allowed_as_asked()
    {
        var host = new HostOptions { Devices = [new("/dev/null", "/dev/other", "r")], DeviceCgroupRules = ["b 8:* rw", "a *:* m"] };

        var node = Assert.Single(DeviceBuilder.Nodes(host, shared: true)!);
        Assert.Equal(("/dev/other", "c", 1L, 3L), (node.Path, node.Type, node.Major!.Value, node.Minor!.Value));
        Assert.Equal(["True c 1:3 r", "True b 8: rw", "True a : m"], DeviceBuilder.Rules(host).Skip(DefaultDevices.Rules.Count).Select(rule => $"{rule.Allow} {rule.Type} {rule.Major}:{rule.Minor} {rule.Access}"));
    }

    [Fact]
    public void Link_is_followed()
    {
        using var scratch = new ScratchFolder();
        var link = Path.Combine(scratch, "link");
        File.CreateSymbolicLink(link, "/dev/zero");

        var node = Assert.Single(DeviceBuilder.Nodes(new HostOptions { Devices = [new(link, "/dev/x", "rwm")] }, shared: true)!);

        Assert.Equal(("/dev/x", 5L), (node.Path, node.Minor!.Value));
    }

    [Fact]
    public void Privileged_has_all_devices_and_one_rule()
    {
        var host = new HostOptions { Privileged = true, Devices = [new("/dev/zero", "/dev/mine", "rwm")] };

        var nodes = DeviceBuilder.Nodes(host, shared: true)!.Select(node => node.Path).ToList();
        Assert.Contains("/dev/null", nodes);
        Assert.Contains("/dev/mine", nodes);
        Assert.DoesNotContain("/dev/console", nodes);
        Assert.DoesNotContain(nodes, path => path.StartsWith("/dev/pts/", StringComparison.Ordinal));
        Assert.Equal((true, null, null, "rwm"), Assert.Single(DeviceBuilder.Rules(host)) is var rule ? (rule.Allow, rule.Type, rule.Major, rule.Access) : default);
        Assert.Null(DeviceBuilder.Nodes(host, shared: false));
    }

    [Theory]
    [InlineData("/dev/nosuch", "no such file or directory")]
    [InlineData("/etc/passwd", "not a device node")]
    [InlineData("/etc/apt", "not a device node")]
    public void What_is_no_device_is_refused_in_dockers_words(string path, string reason) => Assert.Equal(
        $"error gathering device information while adding custom device \"{path}\": {reason}",
        Assert.Throws<WhelkException>(() => DeviceBuilder.Nodes(new HostOptions { Devices = [new(path, path, "rwm")] }, shared: true)).Message);

    [Theory]
    [InlineData("/dev/null", "/dev/null", "x")]
    [InlineData("/dev/null", "/dev/null", "rr")]
    [InlineData("/dev/null", "/dev/null", "")]
    [InlineData("/dev/null", "dev/null", "r")]
    [InlineData("dev/null", "/dev/null", "r")]
    [InlineData("/dev/null", "/dev/\0", "r")]
    public void Check_refuses_a_malformed_device(string path, string inside, string permissions) =>
        Assert.Equal(ErrorCode.InvalidArgument, Assert.Throws<WhelkException>(() => DeviceBuilder.Check(new HostOptions { Devices = [new(path, inside, permissions)] })).Code);

    [Theory]
    [InlineData("")]
    [InlineData("c 1:3")]
    [InlineData("c 1:3 r\n")]
    [InlineData("x 1:3 r")]
    [InlineData("c 1:3 rwmr")]
    [InlineData("c -1:3 r")]
    [InlineData("c 99999999999999999999:3 r")]
    [InlineData("c 1:3 r\nc 1:4 r")]
    public void Check_refuses_a_malformed_rule(string rule) =>
        Assert.Equal($"invalid device cgroup rule format: '{rule}'", Assert.Throws<WhelkException>(() => DeviceBuilder.Check(new HostOptions { DeviceCgroupRules = [rule] })).Message);
}
