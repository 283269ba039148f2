using System.Text.Json;
using Whelk.Linux.Files;
using Whelk.Linux.Signals;
using Whelk.Oci.Runtime;
using Whelk.Vm.Tests.Runtime.Support;
using Xunit;

namespace Whelk.Vm.Tests.Runtime;

/// <summary>Containers in the machine of a sandbox.</summary>
public sealed class PodTests(VmHost host)
{
    private const string Forever = "while :; do sleep 0.2; done";

    [Fact]
    public async Task Containers_share_a_kernel_and_a_network_and_have_roots_and_pids_of_their_own()
    {
        await using var pod = await TestPod.SharedAsync(host);
        var first = await pod.StartContainerAsync("pod-a", Configs.Shell($"echo own > /own; echo up; {Forever}"));
        var second = await pod.StartContainerAsync("pod-b", Configs.Shell($"echo up; {Forever}"));
        await Task.WhenAll(first.Output.UntilAsync("up\n"), second.Output.UntilAsync("up\n"));
        const string Boot = "/proc/sys/kernel/random/boot_id";
        Assert.Single(new[] { await TextAsync(pod.Sandbox, "cat", Boot), await TextAsync(first, "cat", Boot), await TextAsync(second, "cat", Boot) }.Distinct());
        Assert.Equal("own\nguest\n", await TextAsync(first, "sh", "-c", "cat /own; hostname"));
        Assert.False((await second.ExecAsync("test", "-e", "/own")).Status.Succeeded);
        Assert.Equal(await NamespacesAsync(first, "net", "ipc", "uts"), await NamespacesAsync(second, "net", "ipc", "uts"));
        Assert.Equal(await NamespacesAsync(first, "net", "ipc", "uts"), await NamespacesAsync(pod.Sandbox, "net", "ipc", "uts"));
        Assert.NotEqual(await NamespacesAsync(first, "pid"), await NamespacesAsync(second, "pid"));
        Assert.NotEqual(await NamespacesAsync(first, "cgroup"), await NamespacesAsync(second, "cgroup"));
        using var listener = await TestExec.StartAsync(host, first, Configs.Shell("nc -l -p 7070"));
        await TextAsync(second, "sh", "-c", "i=0; until echo over the pod | nc 127.0.0.1 7070 || [ $((i += 1)) = 100 ]; do sleep 0.1; done");
        Assert.Equal("over the pod\n", await listener.Output.UntilAsync("\n"));
    }

    [Fact]
    public async Task Life_of_a_container_is_that_of_any_other()
    {
        await using var pod = await TestPod.SharedAsync(host);
        await using var container = await TestVm.CreateAsync(host, "life-a", await pod.ConfigAsync("life-a", Configs.Shell($"trap 'echo term; exit 42' TERM; cat; echo err >&2; echo up; {Forever}")));
        Assert.Equal("created", await container.StatusAsync());
        await host.DoVmAsync("start", container.Id);
        Assert.Equal("running", await container.StatusAsync());
        await Descriptor.WriteAsync(container.Input, "into the pod\n"u8.ToArray());
        container.CloseInput();
        await container.Output.UntilAsync("into the pod\nup\n");
        Assert.Equal([container.Pid], await container.ProcessesAsync());
        var exec = await host.VmAsync(["exec", container.Id, "sh", "-c", "cat; echo out; echo err >&2; exit 7"], "typed\n");
        Assert.Equal((7, "typed\nout\n", "err\n"), (exec.Status.ShellCode, exec.Output, exec.Error));
        Assert.Contains("executable file not found in $PATH", (await container.ExecAsync("nosuchthing")).Error, StringComparison.Ordinal);
        Assert.StartsWith("PID", await host.DoVmAsync("inside", container.Id, "processes", "pid,args"), StringComparison.Ordinal);
        await host.DoVmAsync("kill", container.Id, "15");
        Assert.Equal(42, (await container.EndAsync()).ShellCode);
        Assert.Equal(("into the pod\nup\nterm\n", "err\n"), (await container.Output.AllAsync(), await container.Error.AllAsync()));
        Assert.Equal("stopped", await container.StatusAsync());
        Assert.Contains("container not running", (await host.VmAsync("kill", "--all", container.Id, "9")).Error, StringComparison.Ordinal);
        await host.DoVmAsync("delete", container.Id);
        Assert.Equal("running", await pod.Sandbox.StatusAsync());
        Assert.Equal(string.Empty, LeftIn(pod));
    }

    [Fact]
    public async Task Terminals_are_the_containers_own()
    {
        await using var pod = await TestPod.SharedAsync(host);
        using var console = new ConsoleSocket(Path.Combine(host.Folder, "tty-a.sock"));
        var container = await pod.StartContainerAsync("tty-a", await pod.ConfigAsync("tty-a", Configs.Shell("tty; read line; echo \"got $line\"; exit 3") with { Terminal = true }), console);
        await console.OpenAsync();
        await console.Screen.UntilAsync("/dev/pts/0");
        await console.TypeAsync("typed\n");
        await console.Screen.UntilAsync("got typed");
        Assert.Equal(3, (await container.EndAsync()).ShellCode);
    }

    [Fact]
    public async Task Limits_are_each_containers_own_and_follow_an_update()
    {
        await using var pod = await TestPod.SharedAsync(host);
        var config = await pod.ConfigAsync("limits-a", Configs.Shell($"echo up; {Forever}"));
        var limits = new LinuxResources { Memory = new LinuxMemory { Limit = 48 << 20 }, Pids = new LinuxPids { Limit = 30 }, Cpu = new LinuxCpu { Quota = 50_000, Period = 100_000, Shares = 512 } };
        var container = await pod.StartContainerAsync("limits-a", config with { Linux = config.Linux! with { Resources = limits } });
        var beside = await pod.StartContainerAsync("limits-b", Configs.Shell($"echo up; {Forever}"));
        const string Limits = "cd /sys/fs/cgroup; cat memory.max pids.max cpu.max cpu.weight";
        Assert.Equal($"{48 << 20}\n30\n50000 100000\n20\n", await TextAsync(container, "sh", "-c", Limits));
        Assert.Equal("max\nmax\nmax 100000\n100\n", await TextAsync(beside, "sh", "-c", Limits));
        Assert.Equal(string.Empty, (await host.VmAsync(["update", "--resources=-", container.Id], """{"memory":{"limit":50331648},"pids":{"limit":40}}""")).Error);
        using (var use = JsonDocument.Parse(await host.DoVmAsync("use", container.Id)))
        {
            Assert.Equal((50331648, 40), (use.RootElement.GetProperty("memoryLimit").GetInt32(), use.RootElement.GetProperty("pidsLimit").GetInt32()));
        }

        // What is written to memory beyond the limit ends the process that writes it, and nobody else's.
        Assert.Equal(137, (await container.ExecAsync("sh", "-c", "tail -c 72m /dev/zero")).Status.ShellCode);
        Assert.Equal("still\n", await TextAsync(beside, "echo", "still"));
        Assert.Equal("running", await pod.Sandbox.StatusAsync());
    }

    [Fact]
    public async Task Pause_holds_one_container_and_SIGKILL_ends_it_all_the_same()
    {
        await using var pod = await TestPod.SharedAsync(host);
        var counts = Configs.Shell("i=0; while :; do i=$((i + 1)); echo $i > /i; sleep 0.05; done");
        var held = await pod.StartContainerAsync("pause-a", counts);
        var goes = await pod.StartContainerAsync("pause-b", counts);
        await host.DoVmAsync("pause", held.Id);
        Assert.Equal("paused", await held.StatusAsync());
        Assert.Equal("on\n", await TextAsync(goes, "sh", "-c", "a=$(cat /i); while [ $(cat /i) = $a ]; do sleep 0.1; done; echo on"));
        await host.DoVmAsync("resume", held.Id);
        Assert.Equal("on\n", await TextAsync(held, "sh", "-c", "a=$(cat /i); while [ $(cat /i) = $a ]; do sleep 0.1; done; echo on"));
        await host.DoVmAsync("pause", held.Id);
        await host.DoVmAsync("kill", held.Id, "9");
        Assert.Equal(137, (await held.EndAsync()).ShellCode);
        Assert.Equal("running", await goes.StatusAsync());
    }

    [Fact]
    public async Task Binds_come_with_a_container_and_go_with_it()
    {
        await using var pod = await TestPod.SharedAsync(host);
        var (data, read) = (Folder("pod-data"), Folder("pod-read"));
        await File.WriteAllTextAsync(Path.Combine(read, "f"), "read\n");
        var file = Path.Combine(host.Folder, "pod-file");
        await File.WriteAllTextAsync(file, "old\n");
        var config = await pod.ConfigAsync("binds-a", Configs.Shell("echo guest > /data/f; cat /ro/f /etc/hosts; echo x > /ro/f || echo kept; echo new > /etc/hosts; echo shared > /dev/shm/s"), Bind(data, "/data", "rbind", "rw"), Bind(read, "/ro", "rbind", "ro"), Bind(file, "/etc/hosts", "bind", "rw"), Bind(data, "/dev/shm", "bind"));
        var first = await pod.StartContainerAsync("binds-a", config);
        await first.EndAsync();
        Assert.Equal("read\nold\nkept\n", await first.Output.AllAsync());
        Assert.Equal(("guest\n", "new\n", "read\n"), (await File.ReadAllTextAsync(Path.Combine(data, "f")), await File.ReadAllTextAsync(file), await File.ReadAllTextAsync(Path.Combine(read, "f"))));
        Assert.Equal(string.Empty, LeftIn(pod));

        // The next one has the same places, and the memory that the pod has in common.
        await host.DoVmAsync("delete", first.Id);
        var again = await pod.StartContainerAsync("binds-a", config with { Process = Configs.Shell("cat /data/f /dev/shm/s") });
        Assert.Equal(0, (await again.EndAsync()).ShellCode);
        Assert.Equal("guest\nshared\n", await again.Output.AllAsync());
    }

    [Fact]
    public async Task What_virtiofsd_has_open_for_a_container_is_closed_after_it()
    {
        await using var pod = await TestPod.StartAsync(host, "open-pod");
        await pod.StartContainerAsync("open-a", Configs.Process("true"));
        var open = string.Join(' ', (await pod.Sandbox.ProcessesAsync()).Where(pid => File.ReadAllText($"/proc/{pid}/cmdline").Contains("source=", StringComparison.Ordinal)).Select(pid => $"/proc/{pid}/fd"));
        async Task<int> CountAsync(int most) => int.Parse(await VmHost.DoAsync("/bin/sh", "-c", $"i=0; until [ $(ls {open} | wc -l) -le {most} ] || [ $((i += 1)) = 100 ]; do sleep 0.1; done; ls {open} | wc -l"));
        var before = await CountAsync(0);
        foreach (var id in new[] { "open-b", "open-c", "open-d", "open-e" })
        {
            var container = await pod.StartContainerAsync(id, Configs.Process("true"));
            await container.EndAsync();
        }

        // Of each, the root and the folder of its places would stay.
        Assert.InRange(await CountAsync(before + 3), 1, before + 3);
    }

    [Fact]
    public async Task Container_sees_the_pids_of_another_where_it_is_to()
    {
        await using var pod = await TestPod.SharedAsync(host);
        var target = await pod.StartContainerAsync("target-a", Configs.Shell($"echo up; {Forever}"));
        var config = await pod.ConfigAsync("target-b", Configs.Shell("ps; true"));
        var debugs = await pod.StartContainerAsync("target-b", config with { Linux = config.Linux! with { Namespaces = [.. config.Linux.Namespaces!.Select(ns => ns.Type == "pid" ? ns with { Path = $"/proc/{target.Pid}/ns/pid" } : ns)] } });
        await debugs.EndAsync();
        Assert.Contains("echo up", await debugs.Output.AllAsync(), StringComparison.Ordinal);
        Assert.Equal("running", await target.StatusAsync());
    }

    [Fact]
    public async Task SIGKILL_ends_a_container_whose_machine_stands_still()
    {
        await using var pod = await TestPod.StartAsync(host, "still-pod");
        var container = await pod.StartContainerAsync("still-a", Configs.Shell(Forever));
        await host.DoVmAsync("pause", pod.Sandbox.Id);
        await host.DoVmAsync("kill", container.Id, "9");
        Assert.Equal(137, (await container.EndAsync()).ShellCode);
        await host.DoVmAsync("resume", pod.Sandbox.Id);
        await host.DoVmAsync("delete", container.Id);
        Assert.Equal(string.Empty, LeftIn(pod));
    }

    [Fact]
    public async Task Monitor_that_is_killed_takes_its_container_along_and_no_other()
    {
        await using var pod = await TestPod.SharedAsync(host);
        RuntimeSpec Sharing(RuntimeSpec config) => config with { Linux = config.Linux! with { Namespaces = [.. config.Linux.Namespaces!.Select(ns => ns.Type == "pid" ? pod.Sandboxs("pid") : ns)] } };
        var killed = await pod.StartContainerAsync("killed-a", Sharing(await pod.ConfigAsync("killed-a", Configs.Shell("sleep 98765 & sleep 98765; true"))));
        var watches = await pod.StartContainerAsync("killed-b", Sharing(await pod.ConfigAsync("killed-b", Configs.Shell(Forever))));
        Assert.Equal("3\n", await TextAsync(watches, "sh", "-c", "i=0; until [ $(ps | grep -c '[9]8765') = 3 ] || [ $((i += 1)) = 50 ]; do sleep 0.1; done; ps | grep -c '[9]8765'"));
        using (var monitor = Linux.Processes.ChildProcess.Adopt(killed.Pid))
        {
            monitor.Signal(SignalNumber.SIGKILL);
        }

        await killed.EndAsync();
        Assert.Equal("0\n", await TextAsync(watches, "sh", "-c", "i=0; while ps | grep -q '[9]8765' && [ $((i += 1)) -lt 50 ]; do sleep 0.1; done; ps | grep -c '[9]8765'; true"));
        Assert.Equal("stopped", await killed.StatusAsync());
        await host.DoVmAsync("delete", killed.Id);
        Assert.DoesNotContain("killed-a", LeftIn(pod), StringComparison.Ordinal);
        Assert.Equal("running", await watches.StatusAsync());
    }

    [Fact]
    public async Task Sandbox_that_ends_ends_its_containers()
    {
        await using var pod = await TestPod.StartAsync(host, "end-pod");
        var running = await pod.StartContainerAsync("end-a", Configs.Shell(Forever));
        await using var created = await TestVm.CreateAsync(host, "end-b", await pod.ConfigAsync("end-b", Configs.Process("true")));
        await host.DoVmAsync("kill", pod.Sandbox.Id, "TERM");
        Assert.Equal(9, (await pod.Sandbox.EndAsync()).ShellCode);
        Assert.Equal((137, 137), ((await running.EndAsync()).ShellCode, (await created.EndAsync()).ShellCode));
        Assert.Contains("is stopped", (await host.VmAsync("create", "--bundle", Path.Combine(host.Folder, "bundle-end-a"), "end-c")).Error, StringComparison.Ordinal);
        await host.DoVmAsync("delete", running.Id);
    }

    [Fact]
    public async Task What_is_not_the_sandboxs_is_refused_by_name()
    {
        await using var pod = await TestPod.SharedAsync(host);
        var config = await pod.ConfigAsync("refused", Configs.Process("true"));
        LinuxSpec With(LinuxNamespace ns) => config.Linux! with { Namespaces = [.. config.Linux.Namespaces!.Where(other => other.Type != ns.Type), ns] };
        (RuntimeSpec Config, string Words)[] refused =
        [
            (config with { Linux = With(new LinuxNamespace { Type = "pid", Path = "/proc/1/ns/pid" }) }, "the pid namespace /proc/1/ns/pid, which is not its sandbox's"),
            (config with { Linux = With(TestPod.Own("network")) }, "the network namespace of the host, which is not its sandbox's"),
            (config with { Linux = With(new LinuxNamespace { Type = "network", Path = "/proc/self/ns/net" }) }, "/proc/self/ns/net, which is not its sandbox's"),
            (config with { Linux = config.Linux! with { Sysctl = new Dictionary<string, string> { ["net.ipv4.ip_forward"] = "1" } } }, "sysctls of a pod are its sandbox's"),
            (config with { Annotations = new Dictionary<string, string>(config.Annotations!) { ["io.kubernetes.cri.sandbox-id"] = "nobody" } }, "sandbox \"nobody\" does not exist"),
            (config with { Annotations = new Dictionary<string, string> { ["io.kubernetes.cri.container-type"] = "container" } }, "needs io.kubernetes.cri.sandbox-id"),
        ];
        foreach (var (asked, words) in refused)
        {
            Assert.Contains(words, (await host.VmAsync("create", "--bundle", host.Bundle("refused", asked), "refused")).Error, StringComparison.Ordinal);
            Assert.False(Directory.Exists(Path.Combine(host.Root, "refused")));
        }
    }

    // What the sandbox's machine has of its containers in the folder that it sees.
    private string LeftIn(TestPod pod) => string.Join(' ', Directory.EnumerateDirectories(Path.Combine(host.Root, pod.Sandbox.Id, "host"), "pod-*").Select(Path.GetFileName));

    private static async Task<string> TextAsync(TestVm vm, params string[] command)
    {
        var result = await vm.ExecAsync(command);
        Assert.True(result.Status.Succeeded, result.Error);
        return result.Output;
    }

    private static Task<string> NamespacesAsync(TestVm vm, params string[] types) => TextAsync(vm, "sh", "-c", $"for type in {string.Join(' ', types)}; do readlink /proc/self/ns/$type; done");

    private string Folder(string name) => Directory.CreateDirectory(Path.Combine(host.Folder, name)).FullName;

    private static MountSpec Bind(string source, string destination, params string[] options) => new() { Destination = destination, Type = "bind", Source = source, Options = options };
}
