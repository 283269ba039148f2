using Whelk.Engine.Bundles;
using Whelk.Engine.Workloads;
using Whelk.Errors;
using Whelk.Oci.Runtime;
using Whelk.Testing;
using Xunit;

namespace Whelk.Engine.Tests.Bundles;

public sealed class NamespaceModesTests : IDisposable
{
    private readonly ScratchFolder _scratch = new();

    public void Dispose() => _scratch.Dispose();

    public static TheoryData<string, NamespaceOptions> Refused() => new()
    {
        { "invalid IPC mode: x", new NamespaceOptions { Ipc = "x" } },
        { "invalid IPC mode: container:", new NamespaceOptions { Ipc = "container:" } },
        { "invalid PID mode: private", new NamespaceOptions { Pid = "private" } },
        { "invalid UTS mode: container:a", new NamespaceOptions { Uts = "container:a" } },
        { "invalid userns mode: private", new NamespaceOptions { User = "private" } },
        { "invalid cgroup namespace mode: x", new NamespaceOptions { Cgroup = "x" } },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void Check_refuses_an_unknown_mode(string message, NamespaceOptions modes)
    {
        var error = Assert.Throws<WhelkException>(() => NamespaceModes.Check(Options(modes), 2));

        Assert.Equal((ErrorCode.InvalidArgument, message), (error.Code, error.Message));
    }

    [Fact]
    public void Check_refuses_a_name_for_the_hosts_own()
    {
        var shared = Options(new NamespaceOptions { Uts = "host" });

        NamespaceModes.Check(shared, 2);
        Assert.Equal("conflicting options: hostname and the UTS mode", Assert.Throws<WhelkException>(() => NamespaceModes.Check(shared with { Hostname = "x" }, 2)).Message);
    }

    [Fact]
    public void Check_of_a_cgroup_namespace_depends_on_the_version()
    {
        NamespaceModes.Check(Options(new NamespaceOptions { Cgroup = "private" }), 2);
        Assert.Equal(ErrorCode.Unsupported, Assert.Throws<WhelkException>(() => NamespaceModes.Check(Options(new NamespaceOptions { Cgroup = "private" }), 1)).Code);
    }

    [Theory]
    [InlineData("", "", "", "", "mount network uts pid ipc cgroup")]
    [InlineData("host", "", "", "", "mount network uts ipc cgroup")]
    [InlineData("", "host", "", "", "mount network uts pid cgroup")]
    [InlineData("", "none", "host", "", "mount network pid ipc cgroup")]
    [InlineData("", "shareable", "", "host", "mount network uts pid ipc")]
    [InlineData("host", "host", "host", "host", "mount network")]
    public void Hosts_namespace_is_left_out(string pid, string ipc, string uts, string cgroup, string expected) =>
        Assert.Equal(expected, string.Join(' ', Build(new NamespaceOptions { Pid = pid, Ipc = ipc, Uts = uts, Cgroup = cgroup }).Linux!.Namespaces!.Select(ns => ns.Type)));

    [Fact]
    public void Another_workloads_namespace_is_joined_by_path()
    {
        var input = Input(new NamespaceOptions { Pid = "container:a", Ipc = "container:a" }) with { PidNamespace = "/proc/7/ns/pid", IpcNamespace = "/proc/7/ns/ipc", SharedMemory = "/run/mnt/shm" };
        var spec = BundleWriter.Build(input);

        Assert.Equal(["pid /proc/7/ns/pid", "ipc /proc/7/ns/ipc"], spec.Linux!.Namespaces!.Where(ns => ns.Path is not null).Select(ns => $"{ns.Type} {ns.Path}"));
        Assert.Equal("/run/mnt/shm", spec.Mounts!.Single(mount => mount.Destination == "/dev/shm").Source);
    }

    [Fact]
    public void Mode_none_has_no_shared_memory() => Assert.DoesNotContain(Build(new NamespaceOptions { Ipc = "none" }).Mounts!, mount => mount.Destination == "/dev/shm");

    [Fact]
    public void Hosts_name_is_not_set() => Assert.Null(Build(new NamespaceOptions { Uts = "host" }).Hostname);

    private static WorkloadOptions Options(NamespaceOptions modes) => new() { Image = "i", Host = new HostOptions { Namespaces = modes } };

    private BundleInput Input(NamespaceOptions modes) => TestWorkload.Bundle(_scratch, new HostOptions { Namespaces = modes }) with { CgroupVersion = 2 };

    private RuntimeSpec Build(NamespaceOptions modes) => BundleWriter.Build(Input(modes));
}
