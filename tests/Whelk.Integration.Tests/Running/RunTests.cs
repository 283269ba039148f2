using Whelk.Integration.Tests.Support;

namespace Whelk.Integration.Tests.Running;

/// <summary>whelk run in the foreground: streams, exit codes, what the process sees of itself.</summary>
public abstract class RunTests(SharedDaemon shared) : IsolationSuite(shared)
{
    [Fact]
    public async Task Run_command_prints_its_output()
    {
        var result = await RunAsync("--rm", "whelk/base", "echo", "hi");

        Assert.Equal((0, "hi\n", ""), (result.Status.ShellCode, result.Output, result.Error));
    }

    [Fact]
    public async Task Run_both_streams_keeps_them_apart_and_hands_on_the_exit_code()
    {
        var result = await RunAsync("--rm", "whelk/base", "sh", "-c", "echo out; echo err >&2; exit 7");

        Assert.Equal((7, "out\n", "err\n"), (result.Status.ShellCode, result.Output, result.Error));
    }

    [Fact]
    public async Task Run_input_ends_where_the_client_ends_it()
    {
        var result = await Daemon.WhelkWithInputAsync("one\ntwo\n", "run", "--isolation", Isolation, "--rm", "-i", "whelk/base", "sh", "-c", "cat; echo end");

        Assert.Equal("one\ntwo\nend\n", result.Output);
    }

    /// <summary>How many are started one after the other in each of six rows.</summary>
    protected abstract int ManyRuns { get; }

    [Fact]
    public async Task Run_of_many_short_ones_at_once_loses_the_output_of_none()
    {
        var rows = Enumerable.Range(0, 6).Select(async _ =>
        {
            var said = new List<string>();
            for (var run = 0; run < ManyRuns; run++)
            {
                said.Add((await RunAsync("--rm", "whelk/base", "echo", "hi")).Output);
            }

            return said;
        });

        Assert.All((await Task.WhenAll(rows)).SelectMany(said => said), output => Assert.Equal("hi\n", output));
    }

    [Fact]
    public async Task Run_much_output_loses_nothing()
    {
        var result = await RunAsync("--rm", "whelk/base", "seq", "1", "200000");

        Assert.Equal(200_000, result.Output.Count(character => character == '\n'));
        Assert.EndsWith("\n199999\n200000\n", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_missing_command_exits_with_127()
    {
        var result = await RunAsync("--rm", "whelk/base", "nosuch");

        Assert.Equal(127, result.Status.ShellCode);
        Assert.Contains("exec: \"nosuch\": executable file not found in $PATH", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_file_that_is_not_executable_exits_with_126()
    {
        var result = await RunAsync("--rm", "whelk/base", "/etc/passwd");

        Assert.Equal(126, result.Status.ShellCode);
        Assert.Contains("exec: \"/etc/passwd\": permission denied", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_killed_from_outside_exits_with_128_and_the_signals_number()
    {
        var name = Name("killed");
        var running = RunAsync("--rm", "--name", name, "whelk/base", "sh", "-c", "trap 'exit' INT; echo up; while :; do sleep .1; done");
        await UntilAsync(async () => (await Daemon.WhelkAsync("kill", "--signal", "KILL", name)).Status.Succeeded);

        Assert.Equal(137, (await running).Status.ShellCode);
    }

    [Fact]
    public async Task Run_user_without_capabilities_may_listen_on_a_low_port()
    {
        var result = await RunAsync("--rm", "--user", "daemon", "--cap-drop", "all", "whelk/base", "sh", "-c", "httpd -p 80 -h /tmp && echo listens");

        Assert.Equal((0, "listens\n", ""), (result.Status.ShellCode, result.Output, result.Error));
    }

    [Fact]
    public async Task Run_options_reach_the_process()
    {
        var result = await RunAsync(
            "--rm", "--hostname", "box", "--env", "COLOR=blue", "--workdir", "/tmp", "--user", "daemon", "whelk/base", "sh", "-c", "hostname; echo $COLOR; pwd; id -u; id -g");

        Assert.Equal("box\nblue\n/tmp\n1\n1\n", result.Output);
    }

    [Fact]
    public async Task Run_default_process_has_Dockers_capabilities_and_a_seccomp_filter()
    {
        var result = await RunAsync("--rm", "whelk/base", "grep", "-E", "CapEff|CapBnd|Seccomp:", "/proc/self/status");

        Assert.Equal("CapEff:\t00000000a80425fb\nCapBnd:\t00000000a80425fb\nSeccomp:\t2\n", result.Output);
    }

    // Nothing but the filter forbids a process to make a user namespace: without it, the same process may.
    [Fact]
    public async Task Run_a_call_that_Docker_forbids_is_refused_unless_unconfined()
    {
        var confined = await RunAsync("--rm", "whelk/base", "unshare", "-U", "true");
        var unconfined = await RunAsync("--rm", "--security-opt", "seccomp=unconfined", "whelk/base", "sh", "-c", "grep Seccomp: /proc/self/status; unshare -U true");

        Assert.Equal((1, "unshare: unshare(0x10000000): Operation not permitted\n"), (confined.Status.ShellCode, confined.Error));
        Assert.Equal((0, "Seccomp:\t0\n", ""), (unconfined.Status.ShellCode, unconfined.Output, unconfined.Error));
    }

    [Fact]
    public async Task Run_first_process_is_number_one()
    {
        var result = await RunAsync("--rm", "whelk/base", "sh", "-c", "echo $$; ls /proc | grep -c '^[0-9]'");

        Assert.StartsWith("1\n", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_with_a_terminal_gives_one()
    {
        var result = await RunAsync("--rm", "-t", "whelk/base", "sh", "-c", "tty; echo err >&2");

        Assert.Equal("/dev/pts/0\r\nerr\r\n", result.Output);
    }

    [Fact]
    public async Task Run_root_file_system_is_its_own_and_writable()
    {
        var result = await RunAsync("--rm", "whelk/base", "sh", "-c", "echo changed > /etc/os-release && cat /etc/os-release");
        var again = await RunAsync("--rm", "whelk/base", "cat", "/etc/os-release");

        Assert.Equal("changed\n", result.Output);
        Assert.Equal("NAME=\"Whelk base\"\n", again.Output);
    }

    [Fact]
    public async Task Run_read_only_root_refuses_writes()
    {
        var result = await RunAsync("--rm", "--read-only", "whelk/base", "touch", "/x");

        Assert.Equal(1, result.Status.ShellCode);
        Assert.Contains("Read-only file system", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_bound_folder_and_file_are_seen()
    {
        var folder = Directory.CreateDirectory(Path.Combine(Daemon.Folder, Name("share"))).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "note"), "from the host\n");

        var result = await RunAsync("--rm", "-v", $"{folder}:/share", "-v", $"{folder}/note:/note:ro", "whelk/base", "sh", "-c", "cat /note; echo back > /share/answer");

        Assert.Equal("from the host\n", result.Output);
        Assert.Equal("back\n", await File.ReadAllTextAsync(Path.Combine(folder, "answer")));
    }
}
