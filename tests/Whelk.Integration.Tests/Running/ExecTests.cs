using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Whelk.Integration.Tests.Support;

namespace Whelk.Integration.Tests.Running;

/// <summary>Further processes in a running workload.</summary>
public abstract class ExecTests(SharedDaemon shared) : IsolationSuite(shared)
{
    [Fact]
    public async Task Exec_runs_beside_the_first_process_and_hands_on_what_it_does()
    {
        await using var workload = await StartAsync(Name("exec"), "--env", "COLOR=blue", "whelk/base", "sleep", "1000");

        var plain = await Daemon.WhelkAsync("exec", workload.Name, "sh", "-c", "echo $COLOR; echo err >&2; exit 5");
        var asked = await Daemon.WhelkAsync("exec", "-e", "COLOR=red", "-w", "/tmp", "-u", "nobody", workload.Name, "sh", "-c", "echo $COLOR; pwd; id -un; tr '\\0' ' ' < /proc/1/cmdline");
        var fed = await Daemon.WhelkWithInputAsync("text", "exec", "-i", workload.Name, "sh", "-c", "cat; echo .");
        var terminal = await Daemon.WhelkAsync("exec", "-t", workload.Name, "tty");
        var missing = await Daemon.WhelkAsync("exec", workload.Name, "nosuch");

        Assert.Equal((5, "blue\n", "err\n"), (plain.Status.ShellCode, plain.Output, plain.Error));
        Assert.Equal("red\n/tmp\nnobody\nsleep 1000 ", asked.Output);
        Assert.Equal("text.\n", fed.Output);
        Assert.StartsWith("/dev/pts/", terminal.Output, StringComparison.Ordinal);
        Assert.Equal(127, missing.Status.ShellCode);
        Assert.Contains("executable file not found in $PATH", missing.Error + missing.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Exec_has_the_workloads_capabilities_and_seccomp_filter()
    {
        await using var workload = await StartAsync(Name("confined"), "whelk/base", "sleep", "1000");

        var status = await Daemon.DoAsync("exec", workload.Name, "grep", "-E", "CapEff|Seccomp:", "/proc/self/status");

        Assert.Equal("CapEff:\t00000000a80425fb\nSeccomp:\t2", status);
    }

    [Fact]
    public async Task Resize_that_comes_before_the_start_waits_for_it()
    {
        await using var workload = await StartAsync(Name("sized"), "whelk/base", "sleep", "1000");
        using var http = EngineSocket.Client(Daemon.Socket);
        using var created = await http.PostAsync($"/v1.45/containers/{workload.Name}/exec", Json("""{"Tty":true,"Cmd":["sh","-c","until [ \"$(stty size)\" = '11 22' ]; do sleep .1; done; touch /sized"]}"""));
        var exec = JsonNode.Parse(await created.Content.ReadAsStringAsync())!["Id"]!.GetValue<string>();

        var resizing = http.PostAsync($"/v1.45/exec/{exec}/resize?h=11&w=22", null);
        using var started = await http.PostAsync($"/v1.45/exec/{exec}/start", Json("""{"Detach":true,"Tty":true}"""));
        using var resized = await resizing;

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (started.StatusCode, resized.StatusCode));
        await UntilAsync(async () => (await Daemon.WhelkAsync("exec", workload.Name, "test", "-e", "/sized")).Status.Succeeded);
        using var late = await http.PostAsync($"/v1.45/exec/{exec}/resize?h=1&w=1", null);
        Assert.Equal(HttpStatusCode.NotFound, late.StatusCode);
    }

    [Fact]
    public async Task Exec_in_a_workload_that_does_not_run_is_refused()
    {
        await using var workload = await StartAsync(Name("ended"), "whelk/base", "true");
        await Daemon.DoAsync("wait", workload.Name);

        var refused = await Daemon.WhelkAsync("exec", workload.Name, "true");

        Assert.Equal(1, refused.Status.ShellCode);
        Assert.Matches("[Cc]ontainer [0-9a-f]{64} is not running", refused.Error);
    }

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");
}
