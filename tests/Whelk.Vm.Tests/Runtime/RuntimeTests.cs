using Whelk.Linux.Processes;
using Whelk.Linux.Signals;
using Whelk.Oci.Runtime;
using Whelk.Vm.Tests.Runtime.Support;
using Xunit;

namespace Whelk.Vm.Tests.Runtime;

/// <summary>What every VM does, whatever form its root has.</summary>
public abstract class RuntimeTests(VmHost host)
{
    private const string Forever = "while :; do sleep 1; done";

    /// <summary>A name of the form, for ids.</summary>
    protected abstract string Form { get; }

    private protected VmHost Host => host;

    [Fact]
    public async Task Run_gives_outputs_and_exit_code_apart()
    {
        var id = $"{Form}-run";
        var bundle = host.Bundle(id, await ConfigAsync(id, Configs.Shell("echo out; echo err >&2; uname -r; hostname; exit 7")));
        var result = await host.VmAsync("run", "--bundle", bundle, id);
        var lines = result.Output.Split('\n');
        Assert.Equal(7, result.Status.ShellCode);
        Assert.Equal(("out", "guest"), (lines[0], lines[2]));
        Assert.NotEqual((await File.ReadAllTextAsync("/proc/sys/kernel/osrelease")).Trim(), lines[1]);
        Assert.Equal("err\n", result.Error);
        Assert.False(Directory.Exists(Path.Combine(host.Root, id)));
    }

    [Fact]
    public async Task Life_from_create_to_delete_is_as_the_specification_has_it()
    {
        var id = $"{Form}-life";
        await using var vm = await TestVm.CreateAsync(host, id, await ConfigAsync(id, Configs.Shell($"trap 'echo term; exit 42' TERM; echo up; {Forever}")));
        Assert.Equal("created", await vm.StatusAsync());
        Assert.Contains("container with id exists already", (await host.VmAsync("create", "--bundle", Path.Combine(host.Folder, $"bundle-{id}"), id)).Error, StringComparison.Ordinal);
        await host.DoVmAsync("start", id);
        Assert.Equal("running", await vm.StatusAsync());
        Assert.Contains("cannot start a container that is running", (await host.VmAsync("start", id)).Error, StringComparison.Ordinal);
        Assert.False((await host.VmAsync("delete", id)).Status.Succeeded);
        Assert.Contains(id, await host.DoVmAsync("list"), StringComparison.Ordinal);
        await vm.Output.UntilAsync("up\n");
        await host.DoVmAsync("kill", id, "15");
        Assert.Equal(42, (await vm.EndAsync()).ShellCode);
        Assert.Equal("up\nterm\n", await vm.Output.AllAsync());
        Assert.Equal("stopped", await vm.StatusAsync());
        Assert.Contains("container not running", (await host.VmAsync("kill", "--all", id, "9")).Error, StringComparison.Ordinal);
        await host.DoVmAsync("delete", id);
        Assert.Contains("does not exist", (await host.VmAsync("delete", id)).Error, StringComparison.Ordinal);
        await host.DoVmAsync("delete", "--force", id);
    }

    [Fact]
    public async Task Input_ends_in_the_guest_where_it_ends_here_and_output_still_comes()
    {
        var id = $"{Form}-stdin";
        await using var vm = await TestVm.StartAsync(host, id, await ConfigAsync(id, Configs.Shell("cat; echo rest; exit 3")));
        await Linux.Files.Descriptor.WriteAsync(vm.Input, "to the guest\n"u8.ToArray());
        await vm.Output.UntilAsync("to the guest\n");
        vm.CloseInput();
        Assert.Equal(3, (await vm.EndAsync()).ShellCode);
        Assert.Equal("to the guest\nrest\n", await vm.Output.AllAsync());
    }

    [Fact]
    public async Task Missing_command_is_said_in_the_words_that_engines_search_for()
    {
        var id = $"{Form}-missing";
        var log = Path.Combine(host.Folder, $"{id}.json");
        var bundle = host.Bundle(id, await ConfigAsync(id, Configs.Process("nosuchthing")));
        var run = await host.VmAsync("--log", log, "--log-format", "json", "run", "--bundle", bundle, id);
        Assert.Equal((127, "exec: \"nosuchthing\": executable file not found in $PATH\n"), (run.Status.ShellCode, run.Error));
        using var line = System.Text.Json.JsonDocument.Parse((await File.ReadAllLinesAsync(log))[^1]);
        Assert.Equal(("error", run.Error.Trim()), (line.RootElement.GetProperty("level").GetString(), line.RootElement.GetProperty("msg").GetString()));
        Assert.False(Directory.Exists(Path.Combine(host.Root, id)));
    }

    [Fact]
    public async Task Terminal_is_the_callers_and_follows_its_size()
    {
        var id = $"{Form}-tty";
        using var console = new ConsoleSocket(Path.Combine(host.Folder, $"{id}.sock"));
        var script = "trap 'stty size; exit 12' WINCH; tty; stty size; echo up; while :; do sleep 0.1; done";
        await using var vm = await TestVm.CreateAsync(host, id, await ConfigAsync(id, Configs.Shell(script) with { Terminal = true }), console);
        await console.OpenAsync();
        console.Resize(31, 91);
        await host.DoVmAsync("start", id);
        await console.Screen.UntilAsync("/dev/pts/0\r\n31 91\r\nup\r\n");
        console.Resize(20, 70);
        await console.Screen.UntilAsync("20 70\r\n");
        Assert.Equal(12, (await vm.EndAsync()).ShellCode);
    }

    [Fact]
    public async Task Kill_by_9_is_137_and_nothing_is_left()
    {
        var id = $"{Form}-kill";
        await using var vm = await TestVm.StartAsync(host, id, await ConfigAsync(id, Configs.Shell(Forever)));
        var processes = await vm.ProcessesAsync();
        await host.DoVmAsync("kill", id, "KILL");
        Assert.Equal(137, (await vm.EndAsync()).ShellCode);
        await host.DoVmAsync("delete", id);
        Assert.All(processes, pid => Assert.False(Directory.Exists($"/proc/{pid}") && !IsZombie(pid)));
        Assert.DoesNotContain(Directory.EnumerateDirectories("/sys/fs/cgroup").Append("/sys/fs/cgroup"), hierarchy => Directory.Exists($"{hierarchy}{host.CgroupParent}/{id}"));
    }

    [Fact]
    public async Task Monitor_killed_takes_the_machine_along()
    {
        var id = $"{Form}-orphan";
        await using var vm = await TestVm.StartAsync(host, id, await ConfigAsync(id, Configs.Shell(Forever)));
        var others = (await vm.ProcessesAsync()).Where(pid => pid != vm.Pid).Select(ChildProcess.Adopt).ToList();
        Assert.NotEmpty(others);
        CurrentProcess.Kill(vm.Pid, SignalNumber.SIGKILL);
        Assert.Equal(137, (await vm.EndAsync()).ShellCode);
        foreach (var other in others)
        {
            await other.EndedAsync().WaitAsync(TimeSpan.FromSeconds(20));
            other.Dispose();
        }

        Assert.Equal("stopped", await vm.StatusAsync());
        await host.DoVmAsync("delete", "--force", id);
        await host.DoVmAsync("delete", "--force", id);
        Assert.False(Directory.Exists(Path.Combine(host.Root, id)));
    }

    /// <summary>Puts the root in.</summary>
    private protected abstract Task<RuntimeSpec> WithRootAsync(RuntimeSpec config);

    private protected Task<RuntimeSpec> ConfigAsync(string id, ProcessSpec process) => WithRootAsync(Configs.Of(host, id, process));

    private static bool IsZombie(int pid) => Linux.Machine.ProcessStat.TryRead(pid) is null or { IsZombie: true };
}
