using Whelk.Integration.Tests.Support;

namespace Whelk.Integration.Tests.OtherEngines;

/// <summary>whelk-vm as the default runtime of the nodes of a Swarm. Published ports and virtual addresses of services, which want IPVS in the kernel, are not asked for.</summary>
public sealed class SwarmTests(PrivateSwarm swarm) : IClassFixture<PrivateSwarm>
{
    private const string Service = "web";

    [Fact]
    public async Task A_service_has_a_machine_on_each_node_found_by_name_and_reached_over_the_overlay_network()
    {
        await PrivateSwarm.DoAsync(swarm.Manager, "docker", "network", "create", "--driver", "overlay", "shared");
        await PrivateSwarm.DoAsync(
            swarm.Manager,
            ["docker", "service", "create", "--quiet", "--name", Service, "--network", "shared", "--endpoint-mode", "dnsrr", "--replicas", "2", "--replicas-max-per-node", "1", "--stop-grace-period", "1s",
            "--limit-memory", "128m", PrivateSwarm.Image, "sh", "-c", "hostname > /index.html; exec httpd -f -p 80 -h /"]);
        try
        {
            var (first, second) = (await TaskOnAsync(swarm.Manager), await TaskOnAsync(swarm.Worker));
            foreach (var (engine, task) in new[] { (swarm.Manager, first), (swarm.Worker, second) })
            {
                Assert.Equal("whelk-vm", await PrivateSwarm.DoAsync(engine, "docker", "inspect", "--format", "{{.HostConfig.Runtime}}", task));
                Assert.NotEqual((await File.ReadAllTextAsync("/proc/sys/kernel/osrelease")).Trim(), await PrivateSwarm.DoAsync(engine, "docker", "exec", task, "uname", "-r"));

                // Each node's own and the other's, by the addresses that the name has.
                var pages = await PrivateSwarm.DoAsync(engine, "docker", "exec", task, "sh", "-c", $"for a in $(nslookup -type=a {Service} | sed -n '/^Name/,$s/^Address: //p'); do wget -qO- http://$a/; done");
                Assert.Equal(new[] { first, second }.Order(), pages.Split('\n').Order());
            }
        }
        finally
        {
            await PrivateSwarm.DoAsync(swarm.Manager, "docker", "service", "rm", Service);
            await GoneFromAsync(swarm.Manager);
            await GoneFromAsync(swarm.Worker);
        }
    }

    private static Task<string> TaskOnAsync(ReferenceEngine engine) => PrivateSwarm.DoAsync(engine, "docker", "ps", "--quiet", "--filter", $"label=com.docker.swarm.service.name={Service}");

    private static Task<string> GoneFromAsync(ReferenceEngine engine) => PrivateSwarm.DoAsync(engine, "sh", "-c", "until [ -z \"$(docker ps --all --quiet)\" ]; do sleep 0.1; done");
}
