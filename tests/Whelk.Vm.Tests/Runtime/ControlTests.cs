using System.Text.Json;
using Whelk.Oci.Runtime;
using Whelk.Vm.Tests.Runtime.Support;
using Xunit;

namespace Whelk.Vm.Tests.Runtime;

/// <summary>Commands beside the life of a VM.</summary>
public sealed class ControlTests(VmHost host)
{
    [Fact]
    public async Task Pause_holds_the_machine_until_resume_and_limits_can_be_changed()
    {
        await using var vm = await TestVm.StartAsync(host, "control", Configs.Of(host, "control", Configs.Shell("trap 'exit 5' TERM; echo up; while :; do sleep 0.2; done")).WithImage(host));
        await vm.Output.UntilAsync("up\n");
        await host.DoVmAsync("pause", "control");
        Assert.Equal("paused", await vm.StatusAsync());
        Assert.Contains("container not running", (await vm.ExecAsync("true")).Error, StringComparison.Ordinal);
        await host.DoVmAsync("kill", "control", "TERM");
        Assert.Equal("paused", await vm.StatusAsync());
        var update = await host.VmAsync(["update", "--resources", "-", "control"], """{"cpu":{"shares":512}}""");
        Assert.True(update.Status.Succeeded, update.Error);
        Assert.Contains(vm.Pid, await vm.ProcessesAsync());
        await host.DoVmAsync("resume", "control");
        Assert.Equal(5, (await vm.EndAsync()).ShellCode);
    }

    [Fact]
    public async Task Create_with_a_limit_that_is_refused_leaves_nothing()
    {
        var config = Configs.Of(host, "limit", Configs.Process("true")).WithImage(host);
        config = config with { Linux = config.Linux! with { Resources = new LinuxResources { Cpu = new LinuxCpu { Cpus = "9999" } } } };
        var create = await host.VmAsync("create", "--bundle", host.Bundle("limit", config), "limit");
        Assert.False(create.Status.Succeeded);
        Assert.False(Directory.Exists(Path.Combine(host.Root, "limit")));
        Assert.DoesNotContain(Directory.EnumerateDirectories("/sys/fs/cgroup").Append("/sys/fs/cgroup"), hierarchy => Directory.Exists($"{hierarchy}{host.CgroupParent}/limit"));
    }

    [Fact]
    public async Task Sysctls_of_ipc_and_network_are_those_of_the_workload()
    {
        var config = Configs.Of(host, "sysctl", Configs.Shell("cd /proc/sys; cat kernel/msgmax kernel/shmmni fs/mqueue/queues_max net/ipv4/ip_unprivileged_port_start")).WithImage(host);
        var sysctl = new Dictionary<string, string> { ["kernel.msgmax"] = "65000", ["kernel.shmmni"] = "1234", ["fs.mqueue.queues_max"] = "77", ["net.ipv4.ip_unprivileged_port_start"] = "5" };
        Assert.Equal("65000\n1234\n77\n5\n", await host.DoVmAsync("run", "--bundle", host.Bundle("sysctl", config with { Linux = config.Linux! with { Sysctl = sysctl } }), "sysctl"));
    }

    [Fact]
    public async Task Create_of_a_terminal_that_nobody_gets_is_refused()
    {
        var bundle = host.Bundle("notty", Configs.Of(host, "notty", Configs.Process("true") with { Terminal = true }).WithImage(host));
        Assert.Contains("without setting console socket", (await host.VmAsync("create", "--bundle", bundle, "notty")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Delete_by_force_twice_at_once_succeeds_twice()
    {
        await using var vm = await TestVm.CreateAsync(host, "twice", Configs.Of(host, "twice", Configs.Process("true")).WithImage(host));
        var both = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => host.VmAsync("delete", "--force", vm.Id)));
        Assert.All(both, delete => Assert.Equal((0, ""), (delete.Status.ShellCode, delete.Error)));
        Assert.False(Directory.Exists(Path.Combine(host.Root, vm.Id)));
    }

    [Fact]
    public async Task Create_with_the_path_of_a_socket_that_is_too_long_says_so()
    {
        var bundle = host.Bundle("long", Configs.Of(host, "long", Configs.Process("true") with { Terminal = true }).WithImage(host));
        var create = await host.VmAsync("create", "--bundle", bundle, "--console-socket", $"/tmp/{new string('x', 120)}", "long");
        Assert.Contains("at most 107", create.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Use_is_the_workloads_own_and_limits_follow_an_update()
    {
        var config = Configs.Of(host, "used", Configs.Shell("echo up; cat")).WithImage(host);
        config = config with { Linux = config.Linux! with { Resources = new LinuxResources { Memory = new LinuxMemory { Limit = 64 << 20 }, Pids = new LinuxPids { Limit = 20 } } } };
        await using var vm = await TestVm.CreateAsync(host, "used", config);
        Assert.Contains("container not running", (await host.VmAsync("use", "used")).Error, StringComparison.Ordinal);
        Assert.Equal(string.Empty, (await host.VmAsync(["update", "--resources=-", "used"], """{"pids":{"limit":30}}""")).Error);
        await host.DoVmAsync("start", "used");
        await vm.Output.UntilAsync("up\n");
        using (var use = System.Text.Json.JsonDocument.Parse(await host.DoVmAsync("use", "used")))
        {
            Assert.InRange(use.RootElement.GetProperty("memory").GetInt64(), 1, 64 << 20);
            Assert.Equal((64 << 20, 1, 30), (use.RootElement.GetProperty("memoryLimit").GetInt32(), use.RootElement.GetProperty("pids").GetInt32(), use.RootElement.GetProperty("pidsLimit").GetInt32()));
            Assert.True(use.RootElement.GetProperty("memoryDetails").GetProperty("anon").GetInt64() > 0);
        }

        Assert.Equal(string.Empty, (await host.VmAsync(["update", "--resources=-", "used"], """{"memory":{"limit":100000000},"pids":{"limit":-1}}""")).Error);
        Assert.Equal("99999744\nmax\n", (await vm.ExecAsync("cat", "/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/pids.max")).Output);
    }

    [Fact]
    public async Task Limit_of_tasks_counts_the_workload_alone_and_keeps_no_exec_out()
    {
        var config = Configs.Of(host, "few", Configs.Process("cat")).WithImage(host);
        config = config with { Linux = config.Linux! with { Resources = new LinuxResources { Pids = new LinuxPids { Limit = 1 } } } };
        await using var vm = await TestVm.StartAsync(host, "few", config);
        Assert.Equal("in\n", (await vm.ExecAsync("echo", "in")).Output);
        Assert.Contains("can't fork", (await vm.ExecAsync("sh", "-c", "echo a | cat")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Exec_joins_a_workload_that_has_made_control_groups_of_its_own()
    {
        var config = Configs.Of(host, "groups", Configs.Shell("mkdir /sys/fs/cgroup/init && echo 1 > /sys/fs/cgroup/init/cgroup.procs && echo +pids > /sys/fs/cgroup/cgroup.subtree_control && echo made; cat")).WithImage(host);
        config = config with { Mounts = [.. config.Mounts!.Select(mount => mount.Type == "cgroup" ? mount with { Options = ["nosuid", "noexec", "nodev"] } : mount)] };
        await using var vm = await TestVm.StartAsync(host, "groups", config);
        Assert.Equal("made\n", await vm.Output.UntilAsync("\n"));
        Assert.Equal("0::/init\n", (await vm.ExecAsync("cat", "/proc/self/cgroup")).Output);
    }

    [Fact]
    public async Task Update_beyond_the_memory_of_the_machine_is_refused()
    {
        await using var vm = await TestVm.CreateAsync(host, "update", Configs.Of(host, "update", Configs.Process("true")).WithImage(host));
        var update = await host.VmAsync(["update", "--resources=-", "update"], """{"memory":{"limit":9000000000000}}""");
        Assert.Contains("a limit of 400 MiB of memory at most", update.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hooks_get_the_state_and_one_that_fails_leaves_nothing()
    {
        var seen = Path.Combine(host.Folder, "hook");
        RuntimeSpec WithHook(string script) => Configs.Of(host, "hook", Configs.Process("true")).WithImage(host) with { Hooks = new HooksSpec { Prestart = [new HookSpec { Path = "/bin/sh", Args = ["sh", "-c", script] }] } };
        var failed = await host.VmAsync("create", "--bundle", host.Bundle("hook", WithHook($"cat > {seen}; echo broken >&2; exit 3")), "hook");
        Assert.Contains("broken", failed.Error, StringComparison.Ordinal);
        using var state = JsonDocument.Parse(await File.ReadAllTextAsync(seen));
        Assert.Equal(("hook", "creating"), (state.RootElement.GetProperty("id").GetString(), state.RootElement.GetProperty("status").GetString()));
        Assert.True(state.RootElement.GetProperty("pid").GetInt32() > 0);
        Assert.False(Directory.Exists(Path.Combine(host.Root, "hook")));
    }

    [Fact]
    public async Task Run_whose_poststart_hook_fails_leaves_nothing()
    {
        var config = Configs.Of(host, "poststart", Configs.Shell("while :; do sleep 1; done")).WithImage(host) with { Hooks = new HooksSpec { Poststart = [new HookSpec { Path = "/bin/false" }] } };
        var run = await host.VmAsync("run", "--bundle", host.Bundle("poststart", config), "poststart");
        Assert.Contains("error running hook /bin/false", run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(host.Root, "poststart")));
    }

    [Fact]
    public async Task Start_whose_poststart_hook_fails_ends_the_workload()
    {
        var config = Configs.Of(host, "poststart2", Configs.Shell("while :; do sleep 1; done")).WithImage(host) with { Hooks = new HooksSpec { Poststart = [new HookSpec { Path = "/bin/false" }] } };
        await using var vm = await TestVm.CreateAsync(host, "poststart2", config);
        Assert.False((await host.VmAsync("start", vm.Id)).Status.Succeeded);
        Assert.Equal(137, (await vm.EndAsync()).ShellCode);
        Assert.Equal("stopped", await vm.StatusAsync());
    }

    [Theory]
    [InlineData("a root that is missing", """{"ociVersion":"1.0.2","process":{"cwd":"/","args":["x"]},"root":{"path":"/no/such"}}""", "does not exist")]
    [InlineData("no process", """{"ociVersion":"1.0.2","root":{"path":"/"}}""", "config.json has no process")]
    [InlineData("no command", """{"ociVersion":"1.0.2","process":{"cwd":"/","args":[]},"root":{"path":"/"}}""", "process.args must not be empty")]
    [InlineData("no JSON", "{", "config.json")]
    [InlineData("a null", """{"ociVersion":"1.0.2","process":{"cwd":"/","args":[null]},"root":{"path":"/"}}""", "process.args[0]")]
    public async Task Create_of_a_bad_bundle_is_refused_and_leaves_nothing(string what, string config, string words)
    {
        var id = $"bad-{words.GetHashCode(StringComparison.Ordinal):x}";
        var bundle = Directory.CreateDirectory(Path.Combine(host.Folder, $"bundle-{id}")).FullName;
        await File.WriteAllTextAsync(Path.Combine(bundle, "config.json"), config);
        var create = await host.VmAsync("create", "--bundle", bundle, id);
        Assert.NotEmpty(what);
        Assert.Equal(1, create.Status.ShellCode);
        Assert.Contains(words, create.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(host.Root, id)));
    }

    [Fact]
    public async Task Commands_for_an_unknown_id_say_that_it_does_not_exist()
    {
        foreach (var command in new[] { "state", "start", "kill", "pause", "resume", "ps", "delete" })
        {
            Assert.Contains("does not exist", (await host.VmAsync(command, "unknown")).Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Failure_is_in_the_log_where_standard_error_cannot_be_written()
    {
        var log = Path.Combine(host.Folder, "unwritable.json");
        using var readOnly = Linux.Files.Descriptor.Open("/dev/null");
        using var command = Linux.Processes.ChildProcess.Start(host.Options(["--log", log, "--log-format", "json", "state", "nobody"]) with { StandardOutput = readOnly, StandardError = readOnly });
        Assert.Equal(1, (await command.WaitAsync()).ShellCode);
        Assert.Contains("does not exist", await File.ReadAllTextAsync(log), StringComparison.Ordinal);
        Assert.Equal(1, (await host.VmAsync("--log", "/no/such/folder/log", "state", "nobody")).Status.ShellCode);
    }

    [Fact]
    public async Task Doctor_says_what_runs_machines_here()
    {
        using var report = JsonDocument.Parse(await host.DoVmAsync("doctor", "--format", "json"));
        var accelerator = report.RootElement.GetProperty("accelerator");
        Assert.Contains(accelerator.GetProperty("accelerator").GetString(), new[] { "kvm", "tcg" });
        Assert.NotEmpty(accelerator.GetProperty("reason").GetString()!);
        Assert.Empty(report.RootElement.GetProperty("problems").EnumerateArray());
        Assert.NotEmpty(report.RootElement.GetProperty("kernelRelease").GetString()!);
        Assert.DoesNotContain("accelerator", await host.DoVmAsync("list"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Features_and_version_are_what_engines_parse()
    {
        using var features = JsonDocument.Parse(await host.DoVmAsync("features"));
        Assert.True(features.RootElement.GetProperty("linux").GetProperty("cgroup").GetProperty("v1").GetBoolean());
        Assert.StartsWith("whelk-vm version ", await host.DoVmAsync("--version"), StringComparison.Ordinal);
    }
}
