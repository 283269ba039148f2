using Whelk.Integration.Tests.Support;

namespace Whelk.Integration.Tests.Running;

public sealed class HostTestsOfVms(SharedDaemon shared) : HostTests(shared)
{
    protected override string Isolation => "vm";

    // It is the guest's kernel that is asked.
    protected override bool MayLowerScores => true;

    [Fact]
    public async Task What_a_machine_cannot_have_is_refused_with_the_reason()
    {
        var result = await Daemon.WhelkAsync("create", "--isolation", "vm", "--device", "/dev/fuse", "--pid", "host", "whelk/base", "true");

        Assert.Contains("isolation vm cannot carry out HostConfig.Devices: a virtual machine has devices of its own; HostConfig.PidMode: a virtual machine has a kernel of its own", result.Error, StringComparison.Ordinal);
    }

    // Its kernel is nobody else's.
    [Fact]
    public async Task Kernel_parameter_of_no_namespace_is_as_whose_kernel_it_is() =>
        Assert.Equal("1\n", (await RunAsync("--rm", "--sysctl", "vm.swappiness=1", "whelk/base", "cat", "/proc/sys/vm/swappiness")).Output);
}
