using System.Formats.Tar;
using System.Text.Json.Nodes;
using Whelk.Integration.Tests.Support;
using Whelk.Linux.Files;
using Whelk.Linux.Processes;
using Whelk.Linux.Signals;
using Whelk.Testing;

namespace Whelk.Integration.Tests.Compare;

/// <summary>Comparisons that end otherwise than with a table of a long-running command.</summary>
[Collection(CompareCollection.Name)]
public sealed class CompareEndsTests(SharedDaemon shared)
{
    [Fact]
    public async Task Compare_of_a_command_that_writes_nothing_shows_a_table_and_its_progress()
    {
        var result = await shared.Daemon.WhelkAsync("compare", "--runs", "1", "--", "true");

        Assert.True(result.Status.Succeeded, result.Error);
        Assert.Contains("whelk/base (true): 1 run each; VM instructions executed by", result.Output, StringComparison.Ordinal);
        Assert.Contains("Start, p50", result.Output, StringComparison.Ordinal);
        Assert.Contains("the end of the command, which writes nothing", result.Output, StringComparison.Ordinal);
        Assert.Contains("measuring container: memory, CPU and disk", result.Error, StringComparison.Ordinal);
        Assert.Contains("measuring vm cold: start time", result.Error, StringComparison.Ordinal);

        // The tests' daemon has no machine wait.
        Assert.Contains("vm waiting is not measured: ", result.Output, StringComparison.Ordinal);
        Assert.Contains("WHELK_VM_POOL is 0", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("No such image: nobody/has-this:latest", "nobody/has-this")]
    [InlineData("at least one run is needed", "--runs", "0")]
    [InlineData("give one from 1 to 1000", "--runs", "1001")]
    [InlineData("no workload starts tepid: give cold, clone, waiting", "--start", "tepid")]
    public async Task Compare_of_what_cannot_be_refuses_with_the_reason(string reason, params string[] words)
    {
        var result = await shared.Daemon.WhelkAsync(["compare", .. words]);

        Assert.Equal(1, result.Status.ShellCode);
        Assert.Contains(reason, result.Error, StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }

    [Fact]
    public async Task Compare_of_a_command_that_is_not_there_says_so()
    {
        var result = await shared.Daemon.WhelkAsync("compare", "--runs", "1", "--start", "clone", "--", "/no/such/program");

        Assert.Equal(1, result.Status.ShellCode);
        Assert.Contains("executable file not found", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compare_of_an_image_with_nothing_in_it_but_one_program_looks_inside_all_the_same()
    {
        var archive = Path.Combine(shared.Daemon.Folder, "one-program.tar");
        await using (var tar = new TarWriter(File.Create(archive)))
        {
            await tar.WriteEntryAsync(Checkout.Built("spawn"), "app");
        }

        await shared.Daemon.DoAsync("import", archive, "test/one-program");
        var comparison = JsonNode.Parse(await shared.Daemon.DoAsync("compare", "--runs", "1", "--start", "clone", "--format", "json", "test/one-program", "--", "/app", "--version"))!;

        Assert.All(comparison["Sides"]!.AsArray(), side =>
        {
            Assert.NotNull(side!["KernelRelease"]);
            Assert.NotNull(side["Seccomp"]);
            Assert.NotNull(side["IdleCpuPercent"]);
            Assert.NotEmpty(side["Namespaces"]!.AsArray());
            Assert.Equal(14, side["Capabilities"]!.AsArray().Count);
        });
    }

    [Fact]
    public async Task Compare_whose_client_is_killed_leaves_no_workload()
    {
        using var client = await StartUntilVmAsync(shared.Daemon);
        client.Signal(SignalNumber.SIGKILL);
        await client.WaitAsync();
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while ((await shared.Daemon.DoAsync("ps", "-a")).Contains("compare-", StringComparison.Ordinal))
        {
            bound.Token.ThrowIfCancellationRequested();
        }
    }

    // Disposing the daemon demands that nothing is left on the host.
    [Fact]
    public async Task Compare_whose_daemon_is_stopped_leaves_nothing()
    {
        await using var daemon = await PrivateDaemon.StartAsync();
        using var client = await StartUntilVmAsync(daemon);
        await daemon.StopAsync();

        Assert.Equal(1, (await client.WaitAsync()).ShellCode);
        await daemon.StartAgainAsync();
        Assert.Empty(await daemon.DoAsync("ps", "-aq"));
    }

    /// <summary>A client whose comparison has come to the first run of a VM.</summary>
    private static async Task<ChildProcess> StartUntilVmAsync(PrivateDaemon daemon)
    {
        using var stderr = Pipe.Create();
        var options = Program.Options(Checkout.Built("whelk"), ["compare", "--", "sleep", "600"], new Dictionary<string, string> { ["WHELK_HOST"] = daemon.Host });
        var client = ChildProcess.Start(options with { StandardError = stderr.Write });
        stderr.Write.Dispose();
        using var progress = new FileStream(Descriptor.Duplicate(stderr.Read), FileAccess.Read);
        using var lines = new StreamReader(progress);
        Assert.Contains("measuring container", await lines.ReadLineAsync(), StringComparison.Ordinal);
        Assert.Contains("measuring vm", await lines.ReadLineAsync(), StringComparison.Ordinal);
        return client;
    }
}
