using System.Globalization;
using System.Text.Json.Nodes;
using Whelk.Integration.Tests.Recovering;
using Whelk.Integration.Tests.Support;
using Whelk.Linux.Cgroups;
using Whelk.Linux.Processes;
using Whelk.Linux.Signals;

namespace Whelk.Integration.Tests.Doctor;

/// <summary>What killed daemons and monitors leave on the host: named, removed, and nothing else touched.</summary>
[Collection(RepairCollection.Name)]
public sealed class RepairTests
{
    private static readonly string[] Isolations = ["container", "vm"];

    [Fact]
    public async Task Leftovers_of_a_killed_daemon_and_its_monitors_are_named_and_removed_without_a_daemon()
    {
        await using var daemon = await PrivateDaemon.StartAsync();
        await daemon.DoAsync("network", "create", "--ipv6", "--subnet", "fd00:77::/64", "own");
        var pids = new List<int>();
        foreach (var isolation in Isolations)
        {
            pids.Add(await StartAsync(daemon, isolation, "--isolation", isolation, "--network", "own", "-v", "data:/data"));
        }

        pids.Add(await StartAsync(daemon, "shares", "--ipc", "shareable"));
        var monitors = pids.ConvertAll(Monitors.Of);
        await daemon.KillAsync();
        monitors.ForEach(monitor => CurrentProcess.Kill(monitor, SignalNumber.SIGKILL));
        Leave(daemon);

        var found = await ChecksAsync(daemon, "--root", daemon.Root);
        foreach (var kind in new[] { "process ", "state of workload ", "control group ", "network interface ", "network namespace ", "name server ", "bridge wk", "bridge br-", "nftables table ip ", "nftables table ip6 ", "mount at ", "files: ", "unfinished layer ", "trial: ", "volume half" })
        {
            Assert.True(found.Any(check => check.Detail.StartsWith(kind, StringComparison.Ordinal)), $"no {kind}in: {string.Join("; ", found.Select(check => check.Detail))}");
        }

        Assert.All(found, check => Assert.Equal(("warn", $"whelk doctor --repair --root {daemon.Root}"), (check.Status, check.Mend)));

        var removed = await ChecksAsync(daemon, "--repair", "--root", daemon.Root);
        Assert.All(removed, check => Assert.True(check.Status == "ok", check.Detail));
        Assert.Equal([("ok", "none", "")], await ChecksAsync(daemon, "--root", daemon.Root));
        Assert.Empty(await Leftovers.OfAsync(daemon.Folder, daemon.Root));

        await daemon.StartAgainAsync();
        foreach (var name in Isolations.Append("shares"))
        {
            Assert.Equal("exited 137", await daemon.DoAsync("inspect", "--format", "{{.State.Status}} {{.State.ExitCode}}", name));
            await daemon.DoAsync("start", name);
            Assert.Equal("in", await daemon.DoAsync("exec", name, "echo", "in"));
        }
    }

    [Fact]
    public async Task Workloads_that_live_without_their_daemon_are_left_alone()
    {
        await using var daemon = await PrivateDaemon.StartAsync();
        await daemon.DoAsync("network", "create", "own");
        foreach (var isolation in Isolations)
        {
            await StartAsync(daemon, isolation, "--isolation", isolation, "--network", "own", "-v", "data:/data");
        }

        var dead = await StartAsync(daemon, "dead");
        var shared = Directory.CreateDirectory(Path.Combine(daemon.Folder, "shared")).FullName;
        var ended = await daemon.DoAsync("run", "-d", "--name", "ended", "-v", $"{shared}:/shared", "whelk/base", "sh", "-c", "until [ -e /shared/end ]; do :; done; exit 3");
        await daemon.KillAsync();
        await File.WriteAllTextAsync(Path.Combine(shared, "end"), string.Empty);
        await UntilExistsAsync(Path.Combine(daemon.Run, "w", ended[..12], "exit.json"));
        CurrentProcess.Kill(Monitors.Of(dead), SignalNumber.SIGKILL);

        var removed = await ChecksAsync(daemon, "--repair", "--root", daemon.Root);
        Assert.Contains(removed, check => check.Detail.StartsWith($"removed: process {dead} ", StringComparison.Ordinal));
        Assert.DoesNotContain(removed, check => check.Detail.Contains("bridge", StringComparison.Ordinal) || check.Detail.Contains("table", StringComparison.Ordinal));

        await daemon.StartAgainAsync();
        foreach (var isolation in Isolations)
        {
            Assert.Equal("running", await daemon.DoAsync("inspect", "--format", "{{.State.Status}}", isolation));
            await daemon.DoAsync("exec", isolation, "ping", "-c", "1", "-W", "20", isolation == "vm" ? "container" : "vm");
        }

        Assert.Equal("exited 137", await daemon.DoAsync("inspect", "--format", "{{.State.Status}} {{.State.ExitCode}}", "dead"));
        Assert.Equal("exited 3", await daemon.DoAsync("inspect", "--format", "{{.State.Status}} {{.State.ExitCode}}", "ended"));
    }

    [Fact]
    public async Task Root_of_a_daemon_that_runs_is_refused_and_another_root_is_not_touched()
    {
        await using var running = await PrivateDaemon.StartAsync();
        await using var gone = await PrivateDaemon.StartAsync();
        await StartAsync(running, "lives");
        await gone.KillAsync();

        await ChecksAsync(gone, "--repair", "--root", gone.Root);
        Assert.Empty(await Leftovers.OfAsync(gone.Folder, gone.Root));
        Assert.Equal("in", await running.DoAsync("exec", "lives", "echo", "in"));

        var refused = await running.WhelkAsync("doctor", "--repair", "--root", running.Root);
        Assert.Equal(1, refused.Status.ShellCode);
        Assert.Contains("another whelk daemon is running on", refused.Error, StringComparison.Ordinal);
        var unknown = await running.WhelkAsync("doctor", "--repair", "--root", "/nonexistent");
        Assert.Contains("no whelk daemon has had /nonexistent for its --root", unknown.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Daemon_that_runs_names_and_removes_what_it_does_not_know()
    {
        await using var daemon = await PrivateDaemon.StartAsync();
        await StartAsync(daemon, "known");
        var orphan = Directory.CreateDirectory(Path.Combine(daemon.Root, "workloads", new string('a', 64))).FullName;
        await daemon.DoAsync("doctor");

        Assert.Contains((await ChecksAsync(daemon)), check => check == ("warn", $"files: {orphan}", "whelk doctor --repair"));
        Assert.Equal([("ok", $"removed: files: {orphan}", "")], await ChecksAsync(daemon, "--repair"));
        Assert.Equal([("ok", "none", "")], await ChecksAsync(daemon, "--repair"));
        Assert.False(Directory.Exists(orphan));
        Assert.Equal("in", await daemon.DoAsync("exec", "known", "echo", "in"));
    }

    [Theory]
    [InlineData("container")]
    [InlineData("vm")]
    public async Task Control_group_below_a_parent_that_was_asked_for_is_found_by_its_workload(string isolation)
    {
        await using var daemon = await PrivateDaemon.StartAsync();
        var parent = $"/whelk-test-{Path.GetFileName(daemon.Folder)}";
        try
        {
            var pid = await StartAsync(daemon, "apart", "--isolation", isolation, "--cgroup-parent", parent);
            var monitor = Monitors.Of(pid);
            await daemon.KillAsync();
            CurrentProcess.Kill(monitor, SignalNumber.SIGKILL);

            var removed = await ChecksAsync(daemon, "--repair", "--root", daemon.Root);
            Assert.Contains(removed, check => check.Detail.StartsWith($"removed: process {pid} ", StringComparison.Ordinal));
            Assert.All(Cgroup.Existing(parent).Directories, folder => Assert.Empty(Directory.GetDirectories(folder)));
        }
        finally
        {
            await Cgroup.Existing(parent).RemoveAsync(CancellationToken.None);
        }
    }

    // What a daemon leaves that is killed at other steps.
    private static void Leave(PrivateDaemon daemon)
    {
        foreach (var folder in new[] { Path.Combine("workloads", new string('b', 64)), Path.Combine("images", "tmp", "layer"), "doctor-tried", Path.Combine("volumes", "half", "_data") })
        {
            Directory.CreateDirectory(Path.Combine(daemon.Root, folder));
        }
    }

    private static async Task UntilExistsAsync(string path)
    {
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!File.Exists(path))
        {
            bound.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private static async Task<int> StartAsync(PrivateDaemon daemon, string name, params string[] options)
    {
        await daemon.DoAsync(["run", "-d", "--name", name, .. options, "whelk/base", "sleep", "1000"]);
        return int.Parse(await daemon.DoAsync("inspect", "--format", "{{.State.Pid}}", name), CultureInfo.InvariantCulture);
    }

    private static async Task<List<(string Status, string Detail, string Mend)>> ChecksAsync(PrivateDaemon daemon, params string[] options) =>
        [.. JsonNode.Parse(await daemon.DoAsync(["doctor", "--format", "json", .. options]))!["Checks"]!.AsArray().Select(check => (Text(check!, "Status"), Text(check!, "Detail"), Text(check!, "Mend")))];

    private static string Text(JsonNode check, string field) => check[field]?.GetValue<string>() ?? string.Empty;
}
