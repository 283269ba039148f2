using Whelk.Engine.Bundles;
using Whelk.Engine.Workloads;
using Whelk.Errors;
using Whelk.Linux.Namespaces;
using Whelk.Oci.Runtime;
using Whelk.Testing;
using Xunit;

namespace Whelk.Engine.Tests.Bundles;

public sealed class UserNamespaceModeTests : IDisposable
{
    private readonly ScratchFolder _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("", null)]
    [InlineData("host", null)]
    [InlineData("auto", 65536u)]
    [InlineData("auto:size=6", 6u)]
    [InlineData("auto:size=200000", 200000u)]
    public void SizeOf_is_what_a_mode_asks_for(string mode, uint? expected) => Assert.Equal(expected, UserNamespaceMode.SizeOf(mode));

    [Theory]
    [InlineData("private", "")]
    [InlineData("automatic", "")]
    [InlineData("container:a", "")]
    [InlineData("auto:", ": size=N is all that it can have")]
    [InlineData("auto:uidmapping=0:1:2", ": size=N is all that it can have")]
    [InlineData("auto:size=5", ": a size is a number from 6 on")]
    [InlineData("auto:size=-1", ": a size is a number from 6 on")]
    [InlineData("auto:size=4294967296", ": a size is a number from 6 on")]
    public void SizeOf_refuses_other_words(string mode, string reason) =>
        Assert.Equal($"invalid userns mode: {mode}{reason}", Assert.Throws<WhelkException>(() => UserNamespaceMode.SizeOf(mode)).Message);

    public static TheoryData<string, WorkloadOptions> Conflicts() => new()
    {
        { "privileged mode is incompatible with user namespaces.  You must run the container in the host namespace when running privileged mode", Options(new HostOptions { Privileged = true }) },
        { "cannot share the host's network namespace when user namespaces are enabled", Options(new HostOptions { NetworkMode = "host" }) },
        { "cannot share the host PID namespace when user namespaces are enabled", Options(new HostOptions { Namespaces = new() { Pid = "host" } }) },
        { "cannot share the host IPC namespace when user namespaces are enabled", Options(new HostOptions { Namespaces = new() { Ipc = "host" } }) },
        { "cannot share the PID namespace of another container with a user namespace of its own", Options(new HostOptions { Namespaces = new() { Pid = "container:a" } }) },
        { "cannot share the IPC namespace of another container with a user namespace of its own", Options(new HostOptions { Namespaces = new() { Ipc = "container:a" } }) },
        { "cannot share the network namespace of another container with a user namespace of its own", Options(new HostOptions { NetworkMode = "container:a" }) },
    };

    [Theory]
    [MemberData(nameof(Conflicts))]
    public void Check_refuses_what_the_hosts_users_alone_can_have(string message, WorkloadOptions options)
    {
        var error = Assert.Throws<WhelkException>(() => NamespaceModes.Check(options, 2));

        Assert.Equal((ErrorCode.InvalidArgument, message), (error.Code, error.Message));
        NamespaceModes.Check(options with { Host = options.Host with { Namespaces = options.Host.Namespaces with { User = "host" } } }, 2);
    }

    [Fact]
    public void Bundle_has_the_namespace_its_mapping_and_the_groups_that_may_ping()
    {
        var input = TestWorkload.Bundle(_scratch, new HostOptions());
        var spec = BundleWriter.Build(input with { Spec = input.Spec with { Ids = new IdRange(100000, 1000) }, UserNamespace = "/proc/7/ns/user", RootFolder = "/run/empty" });

        var linux = spec.Linux!;
        LinuxIdMapping[] mapping = [new() { ContainerID = 0, HostID = 100000, Size = 1000 }];
        Assert.Equal("user /proc/7/ns/user", string.Join(' ', linux.Namespaces!.Where(ns => ns.Type == NamespaceTypes.User).Select(ns => $"{ns.Type} {ns.Path}")));
        Assert.Equal(mapping, linux.UidMappings!);
        Assert.Equal(mapping, linux.GidMappings!);
        Assert.Equal("0 999", linux.Sysctl!["net.ipv4.ping_group_range"]);
        Assert.Equal("/run/empty", spec.Root!.Path);
    }

    [Fact]
    public void Bundle_of_the_hosts_users_has_neither()
    {
        var linux = BundleWriter.Build(TestWorkload.Bundle(_scratch, new HostOptions())).Linux!;

        Assert.DoesNotContain(linux.Namespaces!, ns => ns.Type == NamespaceTypes.User);
        Assert.Null(linux.UidMappings);
        Assert.Equal("0 2147483647", linux.Sysctl!["net.ipv4.ping_group_range"]);
    }

    private static WorkloadOptions Options(HostOptions host) => new() { Image = "i", Host = host with { Namespaces = host.Namespaces with { User = "auto" } } };
}
