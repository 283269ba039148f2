using Whelk.Linux.Files;
using Whelk.Linux.Signals;
using Whelk.Oci.Runtime;
using Whelk.Vm.Tests.Runtime.Support;
using Xunit;

namespace Whelk.Vm.Tests.Runtime;

/// <summary>Further processes in one running VM.</summary>
public sealed class ExecTests(VmHost host)
{
    [Fact]
    public async Task Exec_gives_outputs_and_exit_code_apart()
    {
        var result = await (await VmAsync()).ExecAsync("sh", "-c", "echo out; echo err >&2; exit 9");
        Assert.Equal((9, "out\n", "err\n"), (result.Status.ShellCode, result.Output, result.Error));
    }

    [Theory]
    [InlineData("nosuchthing", 127, "exec: \"nosuchthing\": executable file not found in $PATH")]
    [InlineData("/no/such", 127, "exec: \"/no/such\": no such file or directory")]
    [InlineData("/etc/passwd", 126, "exec: \"/etc/passwd\": permission denied")]
    [InlineData("/etc", 126, "exec: \"/etc\": permission denied")]
    public async Task Exec_of_what_cannot_run_says_why(string command, int code, string words)
    {
        var result = await (await VmAsync()).ExecAsync(command);
        Assert.Equal(code, result.Status.ShellCode);
        Assert.Contains(words, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Exec_process_file_decides_user_folder_and_environment()
    {
        var process = Configs.Shell("id -u; id -g; pwd; echo $A; cat") with { Cwd = "/tmp", User = new UserSpec { Uid = 1000, Gid = 1001 }, Env = ["PATH=/bin", "A=b c"] };
        using var exec = await TestExec.StartAsync(host, await VmAsync(), process);
        await exec.Output.UntilAsync("1000\n1001\n/tmp\nb c\n");
        await Descriptor.WriteAsync(exec.Input, "typed\n"u8.ToArray());
        await exec.Output.UntilAsync("typed\n");
        exec.CloseInput();
        Assert.Equal(0, (await exec.EndAsync()).ShellCode);
    }

    [Fact]
    public async Task Exec_options_before_and_after_the_id_change_user_groups_and_capabilities()
    {
        var vm = await VmAsync();
        const string Script = "id -u; id -G; pwd; grep -E 'CapEff|NoNewPrivs' /proc/self/status | cut -f2";
        var result = await host.VmAsync(["exec", "--cwd", "/tmp", vm.Id, "--user", "1000:1001", "--additional-gids", "7", "--cap", "CAP_SYS_TIME", "--no-new-privs", "sh", "-c", Script]);
        Assert.Equal("1000\n1001 7\n/tmp\n0000000002000000\n1\n", result.Output);
    }

    [Fact]
    public async Task Exec_with_a_terminal_has_one_of_its_own()
    {
        using var console = new ConsoleSocket(Path.Combine(host.Folder, "exec.sock"));
        using var exec = await TestExec.StartAsync(host, await VmAsync(), Configs.Process("sh") with { ConsoleSize = new ConsoleSize { Height = 33, Width = 99 } }, console);
        await console.OpenAsync();
        await console.Screen.UntilAsync("# ");
        await console.TypeAsync("stty size\n");
        await console.Screen.UntilAsync("33 99\r\n");
        // It is the terminal's foreground by the time it says so; a shell that is about to start a command is not.
        await console.TypeAsync("sh -c 'echo started; exec sleep 100'\n");
        await console.Screen.UntilAsync("started\r\n");
        await console.TypeAsync("\u0003");
        await console.Screen.UntilAsync("# ");
        await console.TypeAsync("echo $?\n");
        await console.Screen.UntilAsync("130\r\n");
        await console.TypeAsync("exit 11\n");
        Assert.Equal(11, (await exec.EndAsync()).ShellCode);
    }

    [Fact]
    public async Task Signal_to_the_proxy_reaches_the_process()
    {
        using var exec = await TestExec.StartAsync(host, await VmAsync(), Configs.Shell("trap 'echo got; exit 6' USR1; echo ready; while :; do sleep 0.1; done"));
        await exec.Output.UntilAsync("ready\n");
        exec.Signal(10);
        await exec.Output.UntilAsync("got\n");
        Assert.Equal(6, (await exec.EndAsync()).ShellCode);
    }

    [Fact]
    public async Task Proxy_killed_takes_the_process_along()
    {
        var vm = await VmAsync();
        using var exec = await TestExec.StartAsync(host, vm, Configs.Shell("echo $$; while :; do echo flood; done"));
        var pid = (await exec.Output.UntilAsync("\n")).Trim();
        exec.Signal(SignalNumber.SIGKILL);
        await exec.EndAsync();
        var gone = await vm.ExecAsync("sh", "-c", $"while kill -0 {pid} 2>/dev/null; do usleep 20000; done; echo gone");
        Assert.Equal("gone\n", gone.Output);
    }

    [Fact]
    public async Task Reader_that_does_not_read_stalls_nobody_else()
    {
        var vm = await VmAsync();
        using var input = Pipe.Create();
        using var output = Pipe.Create();
        using var stuck = Linux.Processes.ChildProcess.Start(host.Options(["exec", vm.Id, "cat", "/dev/zero"]) with { StandardInput = input.Read, StandardOutput = output.Write });
        var result = await vm.ExecAsync("sh", "-c", "head -c 3000000 /dev/zero | tr '\\0' x");
        Assert.Equal(3_000_000, result.Output.Length);
        stuck.Signal(SignalNumber.SIGKILL);
        await stuck.WaitAsync();
    }

    [Fact]
    public async Task Output_of_many_at_once_is_whole()
    {
        var vm = await VmAsync();
        var results = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => vm.ExecAsync("sh", "-c", $"seq 1 20000; exit {i}")));
        var expected = string.Concat(Enumerable.Range(1, 20000).Select(i => $"{i}\n"));
        Assert.All(results, result => Assert.Equal(expected, result.Output));
        Assert.Equal([0, 1, 2, 3], results.Select(result => result.Status.ShellCode));
    }

    [Fact]
    public async Task Large_input_comes_back_whole()
    {
        var vm = await VmAsync();
        var text = string.Concat(Enumerable.Range(0, 60_000).Select(i => $"line {i}\n"));
        var result = await host.VmAsync(["exec", vm.Id, "cat"], text);
        Assert.Equal(text, result.Output);
    }

    private Task<TestVm> VmAsync() => host.SharedAsync("exec", () => TestVm.StartAsync(host, "exec", Configs.Of(host, "exec", Configs.Shell("while :; do sleep 1; done")).WithImage(host)));
}
