using Whelk.Integration.Tests.Support;

namespace Whelk.Integration.Tests.Networks;

public sealed class SharedNetworkTestsOfContainers(SharedDaemon shared) : SharedNetworkTests(shared)
{
    protected override string Isolation => "container";

    protected override int FirstPort => 28310;

    [Fact]
    public async Task Workload_in_the_hosts_network_and_in_anothers_is_in_that_namespace()
    {
        await using var joined = await StartAsync(Name("joined"), "whelk/base", "sleep", "1000");
        const string Look = "readlink /proc/self/ns/net; hostname; cat /etc/hosts";

        Assert.Equal($"{new FileInfo("/proc/self/ns/net").LinkTarget}\n", (await RunAsync("--rm", "--network", "host", "whelk/base", "readlink", "/proc/self/ns/net")).Output);
        Assert.Equal(
            (await Daemon.WhelkAsync("exec", joined.Name, "sh", "-c", Look)).Output,
            (await RunAsync("--rm", "--network", $"container:{joined.Name}", "whelk/base", "sh", "-c", Look)).Output);
    }

    [Fact]
    public async Task Network_of_another_workload_is_meant_by_its_id_whatever_it_is_called()
    {
        var (meant, joiner) = (Name("meant"), Name("joiner"));
        await using var workload = await StartAsync(meant, "whelk/base", "sleep", "1000");
        var id = await Daemon.DoAsync("inspect", "--format", "{{.Id}}", meant);
        await Daemon.DoAsync("create", "--isolation", Isolation, "--name", joiner, "--network", $"container:{meant}", "whelk/base", "true");
        try
        {
            await Daemon.DoAsync("rename", meant, $"{meant}-renamed");

            Assert.Equal($"container:{id}", await Daemon.DoAsync("inspect", "--format", "{{.HostConfig.NetworkMode}}", joiner));
            await Daemon.DoAsync("start", joiner);
        }
        finally
        {
            await Daemon.WhelkAsync("rm", "-f", joiner, $"{meant}-renamed");
        }
    }
}
