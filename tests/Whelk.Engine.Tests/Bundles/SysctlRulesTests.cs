using Whelk.Engine.Bundles;
using Whelk.Engine.Workloads;
using Whelk.Errors;
using Xunit;

namespace Whelk.Engine.Tests.Bundles;

public sealed class SysctlRulesTests
{
    [Theory]
    [InlineData("net.ipv4.ip_forward")]
    [InlineData("kernel.shmmax")]
    [InlineData("kernel/shmmax")]
    [InlineData("fs.mqueue.msg_max")]
    [InlineData("kernel.domainname")]
    public void Parameter_of_a_namespace_is_let_through(string name) => SysctlRules.Check(Host(name));

    [Theory]
    [InlineData("vm.swappiness")]
    [InlineData("kernel.panic")]
    [InlineData("kernel.hostname")]
    [InlineData("kernel/panic")]
    [InlineData("network.x")]
    [InlineData("fs.file-max")]
    [InlineData("")]
    public void Parameter_of_the_host_is_refused(string name) =>
        Assert.EndsWith("is not in a separate kernel namespace", Assert.Throws<WhelkException>(() => SysctlRules.Check(Host(name))).Message);

    [Fact]
    public void Parameter_of_a_namespace_that_is_the_hosts_is_refused()
    {
        Assert.Throws<WhelkException>(() => SysctlRules.Check(Host("net.a") with { NetworkMode = "host" }));
        Assert.Throws<WhelkException>(() => SysctlRules.Check(Host("kernel.sem") with { Namespaces = new() { Ipc = "host" } }));
        Assert.Throws<WhelkException>(() => SysctlRules.Check(Host("kernel.domainname") with { Namespaces = new() { Uts = "host" } }));
    }

    private static HostOptions Host(string name) => new() { Sysctls = new Dictionary<string, string> { [name] = "1" } };
}
