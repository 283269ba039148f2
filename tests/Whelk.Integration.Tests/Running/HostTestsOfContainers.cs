using Whelk.Integration.Tests.Support;
using Whelk.Linux.Processes;

namespace Whelk.Integration.Tests.Running;

public sealed class HostTestsOfContainers(SharedDaemon shared) : HostTests(shared)
{
    private const int CAP_SYS_RESOURCE = 24;

    protected override string Isolation => "container";

    protected override bool MayLowerScores => (CurrentProcess.Capabilities() & (1UL << CAP_SYS_RESOURCE)) != 0;

    [Fact]
    public async Task Devices_are_there_with_what_may_be_done_with_them()
    {
        var result = await RunAsync("--rm", "--device", "/dev/fuse:/dev/mine:w", "--device", "/dev/net", "whelk/base", "sh", "-c", "ls /dev/mine /dev/net/tun; exec 3> /dev/mine && echo opened; exec 4< /dev/mine");

        Assert.Equal("/dev/mine\n/dev/net/tun\nopened\n", result.Output);
        Assert.Contains("Operation not permitted", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Processes_of_another_workload_and_of_the_host_are_seen()
    {
        await using var workload = await StartAsync(Name("seen"), "whelk/base", "sleep", "12345");

        Assert.Contains("sleep 12345", (await RunAsync("--rm", "--pid", $"container:{workload.Name}", "whelk/base", "ps")).Output, StringComparison.Ordinal);
        Assert.Contains("sleep 12345", (await RunAsync("--rm", "--pid", "host", "whelk/base", "ps")).Output, StringComparison.Ordinal);
        Assert.Contains("No such container: nosuch", (await RunAsync("--rm", "--pid", "container:nosuch", "whelk/base", "ps")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Memory_is_shared_by_those_that_join_and_outlives_who_made_it()
    {
        await using var donor = await StartAsync(Name("donor"), "--ipc", "shareable", "--shm-size", "1m", "whelk/base", "sh", "-c", "echo shared > /dev/shm/x; echo ready; sleep 1000");
        await using var plain = await StartAsync(Name("private"), "whelk/base", "sleep", "1000");
        await UntilAsync(async () => await Daemon.DoAsync("logs", donor.Name) == "ready");
        await using var joiner = await StartAsync(Name("joiner"), "--ipc", $"container:{donor.Name}", "whelk/base", "sleep", "1000");

        Assert.Equal("shared", await Daemon.DoAsync("exec", joiner.Name, "cat", "/dev/shm/x"));
        Assert.Contains("non-shareable IPC (hint: use IpcMode:shareable for the donor container)", (await RunAsync("--rm", "--ipc", $"container:{plain.Name}", "whelk/base", "true")).Error, StringComparison.Ordinal);
        await Daemon.DoAsync("rm", "-f", donor.Name);
        Assert.Equal("shared", await Daemon.DoAsync("exec", joiner.Name, "cat", "/dev/shm/x"));
    }

    [Fact]
    public async Task Hosts_name_is_seen_and_not_changed()
    {
        Assert.Equal($"{Environment.MachineName}\n", (await RunAsync("--rm", "--uts", "host", "whelk/base", "hostname")).Output);
        Assert.Contains("conflicting options: hostname and the UTS mode", (await RunAsync("--rm", "--uts", "host", "--hostname", "x", "whelk/base", "true")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Kernel_parameter_of_no_namespace_is_as_whose_kernel_it_is() =>
        Assert.Contains("sysctl \"vm.swappiness\" is not in a separate kernel namespace", (await RunAsync("--rm", "--sysctl", "vm.swappiness=1", "whelk/base", "true")).Error, StringComparison.Ordinal);
}
