using System.Globalization;
using Whelk.Linux.Processes;
using Whelk.Linux.Signals;
using Whelk.Oci.Runtime;
using Whelk.Vm.Tests.Runtime.Support;
using Xunit;

namespace Whelk.Vm.Tests.Runtime;

/// <summary>Machines that are clones of a template: what they have in common with others, and what they must not have.</summary>
public sealed class CloneTests(WarmHost host) : IClassFixture<WarmHost>
{
    private const string Forever = "echo up; cat";

    [Fact]
    public async Task Machine_without_limits_is_a_clone_and_one_of_another_size_boots()
    {
        await using var clone = await TestVm.StartAsync(host, "is-clone", Config("is-clone", Forever));
        await clone.Output.UntilAsync("up\n");
        Assert.True(await WarmHost.IsCloneAsync(clone));
        await using var booted = await TestVm.StartAsync(host, "is-booted", Sized(Config("is-booted", Forever), "200"));
        await booted.Output.UntilAsync("up\n");
        Assert.False(await WarmHost.IsCloneAsync(booted));
    }

    [Fact]
    public async Task Size_that_was_asked_for_once_is_cloned_the_next_time()
    {
        var first = host.Bundle("size-first", Sized(Config("size-first", "true"), "300"));
        Assert.Equal(0, (await host.VmAsync("run", "--bundle", first, "size-first")).Status.ShellCode);
        await host.Notes.UntilAsync("a template of 300 MiB is ready");
        await using var vm = await TestVm.StartAsync(host, "size-next", Sized(Config("size-next", "grep MemTotal /proc/meminfo; cat"), "300"));
        Assert.InRange(Number(await vm.Output.UntilAsync("\n")), 200 << 10, 300 << 10);
        Assert.True(await WarmHost.IsCloneAsync(vm));
    }

    [Fact]
    public async Task Clones_have_nothing_of_each_other()
    {
        var script = "cat /proc/sys/kernel/random/boot_id; head -c 16 /dev/urandom | od -An -tx1; cat /proc/sys/kernel/random/uuid";
        var first = await RunAsync("own-1", script);
        var second = await RunAsync("own-2", script);
        Assert.Equal(3, first.Length);
        Assert.Empty(first.Intersect(second));
    }

    [Fact]
    public async Task Clone_knows_the_time_and_its_name_and_has_nothing_of_the_rehearsal()
    {
        var before = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var said = await RunAsync("knows", "date +%s; hostname; ls -A /run | wc -l; ls -A /dev | grep -c whelk; grep -c rehearsal /proc/mounts; grep -w Seccomp: /proc/self/status");
        Assert.InRange(long.Parse(said[0], CultureInfo.InvariantCulture), before, DateTimeOffset.UtcNow.ToUnixTimeSeconds());
        Assert.Equal(["guest", "0", "0", "0", "Seccomp:\t0"], said[1..]);
    }

    [Fact]
    public async Task Setup_that_fails_keeps_the_workload_from_running()
    {
        var config = Config("unset", "echo ran");
        config = config with { Linux = config.Linux! with { Sysctl = new Dictionary<string, string> { ["net.ipv4.no_such"] = "1" } } };
        var result = await host.VmAsync("run", "--bundle", host.Bundle("unset", config), "unset");
        Assert.False(result.Status.Succeeded);
        Assert.DoesNotContain("ran", result.Output, StringComparison.Ordinal);
        Assert.Contains("no_such", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Second_keeper_is_refused_while_the_first_one_lives()
    {
        var result = await host.VmAsync("warm", "--while-input");
        Assert.Contains("another process keeps templates", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keeper_that_is_killed_leaves_clones_running_and_machines_boot()
    {
        await using var own = new WarmHost();
        await own.InitializeAsync();
        await using var clone = await TestVm.StartAsync(own, "outlives", Config(own, "outlives", "echo up; cat"));
        await clone.Output.UntilAsync("up\n");
        own.Keeper.Signal(SignalNumber.SIGKILL);
        await own.Keeper.EndedAsync();
        await using var booted = await TestVm.StartAsync(own, "without", Config(own, "without", "echo up; cat"));
        await booted.Output.UntilAsync("up\n");
        Assert.Equal((true, false), (await WarmHost.IsCloneAsync(clone), await WarmHost.IsCloneAsync(booted)));
        Assert.Equal("still\n", (await clone.ExecAsync("echo", "still")).Output);
    }

    [Fact]
    public async Task Clone_that_does_not_come_up_boots_and_the_keeper_says_so()
    {
        using var scratch = new ScratchFolder();
        File.SetUnixFileMode(scratch.Path, (UnixFileMode)0x1ED);
        var qemu = scratch.File("qemu", "#!/bin/sh\ncase \" $* \" in *' -incoming '*) echo no clones here >&2; exit 1;; esac\nexec /usr/bin/qemu-system-x86_64 \"$@\"\n");
        File.SetUnixFileMode(qemu, (UnixFileMode)0x1ED);
        IReadOnlyList<string> environment = [$"WHELK_QEMU={qemu}", "WHELK_VM_POOL=0", "PATH=/usr/bin:/bin"];
        await using var own = new WarmHost(environment);
        await own.InitializeAsync();
        var run = await CommandRunner.RunAsync(own.Options(["run", "--bundle", own.Bundle("falls-back", Config(own, "falls-back", "echo ran; exit 5")), "falls-back"]) with { Environment = environment }, default, CancellationToken.None);
        Assert.Equal((5, "ran\n"), (run.Status.ShellCode, run.Output));
        Assert.Contains("no clones here", await own.Notes.UntilAsync("no clones here"), StringComparison.Ordinal);
    }

    private static long Number(string text) => long.Parse(text.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);

    private async Task<string[]> RunAsync(string id, string script)
    {
        await using var vm = await TestVm.StartAsync(host, id, Config(id, $"{script}; echo end; cat"));
        var said = await vm.Output.UntilAsync("end\n");
        Assert.True(await WarmHost.IsCloneAsync(vm));
        return said[..^"end\n".Length].Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }

    private RuntimeSpec Config(string id, string script) => Config(host, id, script);

    private static RuntimeSpec Config(VmHost host, string id, string script) => Configs.Of(host, id, Configs.Shell(script)).WithImage(host);

    private static RuntimeSpec Sized(RuntimeSpec config, string memory) => config with
    {
        Annotations = new Dictionary<string, string>(config.Annotations!) { ["io.whelk.memory"] = memory },
    };
}
