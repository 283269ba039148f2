using Grpc.Core;
using Whelk.Integration.Tests.OtherEngines.Cri;

namespace Whelk.Integration.Tests.OtherEngines;

/// <summary>whelk-vm as the runtime of Kubernetes' pods: what kubelet asks of containerd.</summary>
public sealed class CriTests(PrivateCri cri) : IClassFixture<PrivateCri>
{
    private const string Forever = "while :; do sleep 0.2; done";
    private const string Boot = "/proc/sys/kernel/random/boot_id";

    [Fact]
    public async Task Pod_is_one_machine_of_the_size_of_its_sums_whose_containers_live_their_own_lives()
    {
        await using var pod = await CriPod.RunAsync(cri, "life", new Resources { MemoryLimitInBytes = 600 << 20, CpuQuota = 200_000, CpuPeriod = 100_000 });
        var served = await pod.StartAsync("served", "echo out; echo err >&2; trap 'exit 42' TERM; while :; do echo served | nc -l -p 8080; done & while :; do sleep 0.2; done");
        var beside = await pod.StartAsync("beside", Forever);
        Assert.Equal(await pod.ExecAsync(served, "cat", Boot), await pod.ExecAsync(beside, "cat", Boot));
        Assert.NotEqual(await File.ReadAllTextAsync(Boot), (await pod.ExecAsync(beside, "cat", Boot)).Output);
        Assert.Equal((0, "life\nnameserver 10.88.7.1\n2\n", ""), await pod.ExecAsync(beside, "sh", "-c", "hostname; grep nameserver /etc/resolv.conf; grep -c ^processor /proc/cpuinfo"));
        Assert.InRange(int.Parse((await pod.ExecAsync(beside, "sh", "-c", "grep MemTotal /proc/meminfo | tr -cd 0-9")).Output), 900_000, 1 << 20);
        Assert.Equal((7, "out\n", "err\n"), await pod.ExecAsync(beside, "sh", "-c", "echo out; echo err >&2; exit 7"));
        Assert.Contains("executable file not found", (await Assert.ThrowsAsync<RpcException>(() => pod.ExecAsync(beside, "nosuchthing"))).Message, StringComparison.Ordinal);

        // As kubectl debug has it.
        var debugs = await pod.StartAsync("debugs", Forever, config => config.Linux.SecurityContext.NamespaceOptions = new NamespaceOption { Pid = NamespaceMode.Target, TargetId = beside });
        Assert.Equal("1", (await pod.ExecAsync(debugs, "sh", "-c", "ps | grep -c ' 1 .*[s]leep 0.2'")).Output.Trim());
        await cri.Runtime.StopContainerAsync(new StopContainerRequest { ContainerId = debugs });
        Assert.Equal(ContainerState.ContainerRunning, (await pod.StatusAsync(beside)).State);

        // Over the pod's own loopback interface, and from outside by its address.
        const string Fetch = "i=0; until nc $0 8080 || [ $((i += 1)) = 50 ]; do sleep 0.1; done";
        Assert.Equal("served\n", (await pod.ExecAsync(beside, "sh", "-c", Fetch, "127.0.0.1")).Output);
        Assert.Equal("served\n", await cri.DoAsync("busybox", "sh", "-c", Fetch, await pod.AddressAsync()));

        await cri.Runtime.StopContainerAsync(new StopContainerRequest { ContainerId = served, Timeout = 30 });
        var status = await pod.StatusAsync(served);
        Assert.Equal((ContainerState.ContainerExited, 42), (status.State, status.ExitCode));
        Assert.Equal("err\nout\n", string.Concat(pod.Log("served").Split('\n', StringSplitOptions.RemoveEmptyEntries).Order().Select(line => $"{line}\n")));
        await cri.Runtime.RemoveContainerAsync(new RemoveContainerRequest { ContainerId = served });
        await Assert.ThrowsAsync<RpcException>(() => pod.StatusAsync(served));
        Assert.Equal(ContainerState.ContainerRunning, (await pod.StatusAsync(beside)).State);
        var again = await pod.StartAsync("again", "exit 3");
        await cri.Runtime.StopContainerAsync(new StopContainerRequest { ContainerId = again, Timeout = 30 });
        Assert.Equal(3, (await pod.StatusAsync(again)).ExitCode);

        await pod.StopAsync();
        Assert.Equal((ContainerState.ContainerExited, 137), ((await pod.StatusAsync(beside)).State, (await pod.StatusAsync(beside)).ExitCode));
    }

    [Fact]
    public async Task Terminals_are_given_to_who_execs_and_attaches()
    {
        await using var pod = await CriPod.RunAsync(cri, "terminals");
        var container = await pod.StartAsync("shell", "while read -r line; do echo \"got $line\"; done; exit 5", config => (config.Tty, config.Stdin) = (true, true));
        using (var exec = await CriStream.OpenAsync(cri, await cri.Runtime.ExecAsync(new ExecRequest { ContainerId = container, Cmd = { "sh" }, Tty = true, Stdin = true, Stdout = true })))
        {
            await exec.TypeAsync("tty; echo $((6 * 7))\n");
            Assert.Contains("/dev/pts/", await exec.UntilAsync("42\r\n"), StringComparison.Ordinal);
            await exec.TypeAsync("exit 4\n");
            Assert.Contains("exit code 4", await exec.EndAsync(), StringComparison.Ordinal);
        }

        using var attached = await CriStream.OpenAsync(cri, await cri.Runtime.AttachAsync(new AttachRequest { ContainerId = container, Tty = true, Stdin = true, Stdout = true }));
        await attached.TypeAsync("a line\n");
        await attached.UntilAsync("got a line\r\n");
    }

    [Fact]
    public async Task Limits_volumes_pids_and_the_network_are_as_the_pod_says()
    {
        var volume = Directory.CreateDirectory(Path.Combine(cri.Engine.Folder, "volume")).FullName;
        await using var pod = await CriPod.RunAsync(cri, "limits", namespaces: new NamespaceOption { Network = NamespaceMode.Node, Pid = NamespaceMode.Pod });
        var container = await pod.StartAsync("limited", $"echo written > /volume/f; {Forever}", config =>
        {
            config.Mounts.Add(new Mount { ContainerPath = "/volume", HostPath = volume });
            config.Linux.Resources = new Resources { MemoryLimitInBytes = 64 << 20, CpuQuota = 50_000, CpuPeriod = 100_000 };
        });
        var beside = await pod.StartAsync("beside", Forever);
        const string Limits = "cat /sys/fs/cgroup/memory.max /sys/fs/cgroup/cpu.max";
        Assert.Equal($"{64 << 20}\n50000 100000\n", (await pod.ExecAsync(container, "sh", "-c", Limits)).Output);
        await cri.Runtime.UpdateContainerResourcesAsync(new UpdateContainerResourcesRequest { ContainerId = container, Linux = new Resources { MemoryLimitInBytes = 80 << 20 } });
        Assert.Equal($"{80 << 20}\n", (await pod.ExecAsync(container, "cat", "/sys/fs/cgroup/memory.max")).Output);
        Assert.Contains("sleep 1000000", (await pod.ExecAsync(beside, "ps")).Output, StringComparison.Ordinal);
        Assert.Equal($"lo\n{Environment.MachineName}\n", (await pod.ExecAsync(beside, "sh", "-c", "ls /sys/class/net; hostname")).Output);
        Assert.Equal("written\n", await File.ReadAllTextAsync(Path.Combine(volume, "f")));
        await cri.Runtime.StopContainerAsync(new StopContainerRequest { ContainerId = container });
        Assert.Equal(137, (await pod.StatusAsync(container)).ExitCode);
        Assert.Equal(ContainerState.ContainerRunning, (await pod.StatusAsync(beside)).State);
    }
}
