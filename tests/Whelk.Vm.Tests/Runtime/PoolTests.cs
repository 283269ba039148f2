using System.Net.Sockets;
using Whelk.Linux.Machine;
using Whelk.Linux.Processes;
using Whelk.Linux.Signals;
using Whelk.Oci.Runtime;
using Whelk.Vm.Tests.Runtime.Support;
using Xunit;

namespace Whelk.Vm.Tests.Runtime;

/// <summary>Machines that waited for their workload: they mean what others mean, and belong to whoever took them.</summary>
public sealed class PoolTests(PoolHost host) : IClassFixture<PoolHost>
{
    [Fact]
    public async Task Machine_that_waited_has_its_workloads_disk_and_network_and_nothing_of_another()
    {
        await using var own = new PoolHost();
        await own.InitializeAsync();
        await own.Words.UntilAsync("ready");
        using var network = await TwoNamespaces.CreateAsync(own.Folder);
        using var listener = network.Listen(8000);
        var scratch = Path.Combine(own.Folder, "kept", "scratch");
        var receiving = ReceiveAsync(listener);
        var script = $"echo kept > /kept; hostname; ls /sys/class/net /sys/class/block; cat /sys/class/block/vdb/size; ip route | grep -c 192.0.2; grep -w Seccomp: /proc/self/status; echo calls | nc {TwoNamespaces.FarAddress} 8000; echo up; read word; exit 7";
        await using (var vm = await TestVm.StartAsync(own, "waited", Config(own, "waited", script, scratch, network)))
        {
            Assert.True(await WarmHost.HasWaitedAsync(vm));
            Assert.Equal("calls\n", await receiving);
            Assert.Equal($"guest\n/sys/class/block:\nvda\nvdb\n\n/sys/class/net:\neth0\nlo\n{(16L << 30) / 512}\n0\nSeccomp:\t0\nup\n", await vm.Output.UntilAsync("up\n"));
            Assert.Equal("kept\n", (await vm.ExecAsync("cat", "/kept")).Output);

            // All of it counts as the workload's: QEMU and what watches over it are in its group.
            var qemu = (await vm.QemuAsync()).Pid;
            Assert.Equal(new[] { vm.Pid, ParentOf(qemu), qemu }.Order(), (await vm.ProcessesAsync()).Order());
            vm.CloseInput();
            Assert.Equal(7, (await vm.EndAsync()).ShellCode);
            Assert.Null(ProcessStat.TryRead(qemu));
        }

        var after = await own.VmAsync("run", "--bundle", own.Bundle("after", Config(own, "after", $"cat /kept; ping -c1 -W10 {TwoNamespaces.FarAddress} > /dev/null && echo pinged", scratch, network)), "after");
        Assert.Equal("kept\npinged\n", after.Output);
    }

    [Fact]
    public async Task Machine_that_waited_has_no_card_where_its_workload_has_no_network()
    {
        await using var vm = await WaitedAsync(host, "alone", Config(host, "alone", "ls /sys/class/net; ip route; echo up; cat"));
        Assert.Equal("lo\nup\n", await vm.Output.UntilAsync("up\n"));
    }

    [Fact]
    public async Task Second_interface_comes_in_on_a_tap_that_waited()
    {
        using var network = await TwoNamespaces.CreateAsync(host.Folder);
        network.AddEth1();
        var script = $"cat /sys/class/net/eth1/address; for address in {TwoNamespaces.FarAddress} {TwoNamespaces.SecondFarAddress}; do ping -c1 -W10 $address > /dev/null && echo pinged; done; cat";
        await using var vm = await host.CreateWaitingAsync("two", Config(host, "two", script, network: network));
        await host.DoVmAsync("start", vm.Id);
        Assert.Equal("02:42:0a:4e:00:02\npinged\npinged\n", await vm.Output.UntilAsync("pinged\npinged\n"));
    }

    [Fact]
    public async Task Machine_that_waited_ends_with_its_monitor()
    {
        await using var vm = await WaitedAsync(host, "orphan", Config(host, "orphan", "cat"));
        using var qemu = ChildProcess.Adopt((await vm.QemuAsync()).Pid);
        using var watcher = ChildProcess.Adopt(ParentOf(qemu.Pid));
        CurrentProcess.Kill(vm.Pid, SignalNumber.SIGKILL);
        await Task.WhenAll(qemu.EndedAsync(), watcher.EndedAsync()).WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task Keeper_that_is_killed_takes_those_with_it_that_wait_and_none_that_was_taken()
    {
        await using var own = new PoolHost();
        await own.InitializeAsync();
        await using var vm = await WaitedAsync(own, "taken", Config(own, "taken", "cat"));
        var watcher = ChildOf(own.Keeper.Pid, ParentOf((await vm.QemuAsync()).Pid));
        using var next = ChildProcess.Adopt(watcher);
        using var qemu = ChildProcess.Adopt(ChildOf(watcher, 0));
        own.Keeper.Signal(SignalNumber.SIGKILL);
        await Task.WhenAll(next.EndedAsync(), qemu.EndedAsync()).WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal("still\n", (await vm.ExecAsync("echo", "still")).Output);
    }

    [Fact]
    public async Task Pool_of_none_has_machines_that_are_clones_alone()
    {
        await using var none = new WarmHost();
        await none.InitializeAsync();
        await none.Words.UntilAsync("ready");
        await using var vm = await TestVm.StartAsync(none, "no-pool", Config(none, "no-pool", "cat"));
        Assert.Equal((true, false), (await WarmHost.IsCloneAsync(vm), await WarmHost.HasWaitedAsync(vm)));
    }

    private static RuntimeSpec Config(VmHost host, string id, string script, string? scratch = null, TwoNamespaces? network = null)
    {
        var config = Configs.Of(host, id, Configs.Shell(script)).WithImage(host, scratch);
        return network is null ? config : config.WithNetwork(network);
    }

    // Others of this class may have taken the one that waited: the next one is made meanwhile.
    private static async Task<TestVm> WaitedAsync(WarmHost host, string id, RuntimeSpec config)
    {
        for (var attempt = 1; ; attempt++)
        {
            var vm = await TestVm.StartAsync(host, id, config);
            if (await WarmHost.HasWaitedAsync(vm))
            {
                return vm;
            }

            await vm.DisposeAsync();
            Assert.True(attempt < 30, $"no machine waits: {host.Notes.Text()}");
        }
    }

    private static async Task<string> ReceiveAsync(Socket listener)
    {
        using var connection = await listener.AcceptAsync().WaitAsync(TimeSpan.FromSeconds(60));
        using var reader = new StreamReader(new NetworkStream(connection));
        return await reader.ReadToEndAsync();
    }

    private static int ParentOf(int pid) => ProcessStat.TryRead(pid)?.ParentPid ?? throw new InvalidOperationException($"{pid} has ended");

    // What watches over the next machine, or that machine, as soon as it is there.
    private static int ChildOf(int parent, int except)
    {
        var until = TimeProvider.System.GetUtcNow().AddSeconds(60);
        while (TimeProvider.System.GetUtcNow() < until)
        {
            foreach (var name in Directory.EnumerateDirectories("/proc").Select(path => Path.GetFileName(path)))
            {
                if (int.TryParse(name, out var pid) && pid != except && ProcessStat.TryRead(pid)?.ParentPid == parent)
                {
                    return pid;
                }
            }
        }

        throw new TimeoutException($"{parent} has no other child");
    }
}
