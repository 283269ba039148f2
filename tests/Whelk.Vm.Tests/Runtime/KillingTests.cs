using Whelk.Linux.Files;
using Whelk.Linux.Processes;
using Whelk.Oci.Runtime;
using Whelk.Vm.Tests.Runtime.Support;
using Xunit;

namespace Whelk.Vm.Tests.Runtime;

/// <summary>The end of a VM: SIGKILL ends it whatever its guest does, and what was written to its disk is there afterwards.</summary>
public sealed class KillingTests(VmHost host)
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Kill_by_9_ends_a_machine_that_hangs()
    {
        await using var vm = await TestVm.StartAsync(host, "hangs", Config("hangs", "echo up; cat"));
        await vm.Output.UntilAsync("up\n");
        foreach (var pid in (await vm.ProcessesAsync()).Where(pid => pid != vm.Pid))
        {
            CurrentProcess.Kill(pid, 19);
        }

        await host.DoVmAsync("kill", vm.Id, "9");
        Assert.Equal(137, (await vm.EndAsync().WaitAsync(Bound)).ShellCode);
        await host.DoVmAsync("delete", vm.Id);
    }

    [Fact]
    public async Task Kill_by_9_ends_a_machine_whose_output_nobody_reads()
    {
        using var input = Pipe.Create();
        using var output = Pipe.Create();
        var bundle = host.Bundle("unread", Config("unread", "cat /dev/zero"));
        using var run = ChildProcess.Start(host.Options(["run", "--bundle", bundle, "unread"]) with { StandardInput = input.Read, StandardOutput = output.Write });
        try
        {
            await Descriptor.ReadAsync(output.Read, new byte[1]);
            await host.DoVmAsync("kill", "unread", "9");
            Assert.Equal(137, (await run.WaitAsync().WaitAsync(Bound)).ShellCode);
        }
        finally
        {
            await host.VmAsync("delete", "--force", "unread");
        }
    }

    [Fact]
    public async Task Kill_does_not_wait_for_a_pause_that_hangs()
    {
        await using var vm = await TestVm.StartAsync(host, "turn", Config("turn", "echo up; cat"));
        await vm.Output.UntilAsync("up\n");
        foreach (var pid in (await vm.ProcessesAsync()).Where(pid => pid != vm.Pid))
        {
            CurrentProcess.Kill(pid, 19);
        }

        var pause = host.VmAsync("pause", vm.Id);
        await host.DoVmAsync("kill", vm.Id, "15");
        await host.DoVmAsync("kill", vm.Id, "9");
        Assert.Equal(137, (await vm.EndAsync().WaitAsync(Bound)).ShellCode);
        Assert.False((await pause).Status.Succeeded);
    }

    // Until the first of its threads has taken the signal, which on a busy host is a while, the others go on.
    private static async Task StopAsync(int pid)
    {
        CurrentProcess.Kill(pid, 19);
        using var bound = new CancellationTokenSource(Bound);
        while (Directory.EnumerateDirectories($"/proc/{pid}/task").Any(task => !File.ReadLines(Path.Combine(task, "status")).Contains("State:\tT (stopped)")))
        {
            bound.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    [Fact]
    public async Task Kill_by_9_of_a_monitor_that_hangs_ends_it()
    {
        await using var vm = await TestVm.CreateAsync(host, "deaf", Config("deaf", "true"));
        await StopAsync(vm.Pid);
        Assert.Contains("did not answer", (await host.VmAsync("kill", vm.Id, "15")).Error, StringComparison.Ordinal);
        await host.DoVmAsync("kill", vm.Id, "9");
        Assert.Equal(137, (await vm.EndAsync().WaitAsync(Bound)).ShellCode);
    }

    [Fact]
    public async Task Kill_by_9_of_a_paused_machine_keeps_what_it_had_written()
    {
        var scratch = Path.Combine(host.Folder, "paused.ext4");
        await using (var vm = await TestVm.StartAsync(host, "paused1", Config("paused1", "echo kept > /root/f; echo up; cat", scratch)))
        {
            await vm.Output.UntilAsync("up\n");
            await host.DoVmAsync("pause", vm.Id);
            await host.DoVmAsync("kill", vm.Id, "9");
            Assert.Equal(137, (await vm.EndAsync().WaitAsync(Bound)).ShellCode);
        }

        Assert.Equal("kept\n", await OutputAsync("paused2", "cat /root/f", scratch));
    }

    [Fact]
    public async Task What_was_written_and_not_synced_is_whole_after_the_next_start()
    {
        var scratch = Path.Combine(host.Folder, "much.ext4");
        var sum = await OutputAsync("much1", "yes whelk | head -c 60000000 > /root/f; md5sum < /root/f", scratch);
        Assert.Equal(sum, await OutputAsync("much2", "md5sum < /root/f", scratch));
    }

    private RuntimeSpec Config(string id, string script, string? scratch = null) => Configs.Of(host, id, Configs.Shell(script)).WithImage(host, scratch);

    private async Task<string> OutputAsync(string id, string script, string scratch) =>
        await host.DoVmAsync("run", "--bundle", host.Bundle(id, Config(id, script, scratch)), id);
}
