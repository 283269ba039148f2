using System.Globalization;
using Whelk.Integration.Tests.Support;
using Whelk.Linux.Namespaces;
using Whelk.Testing;

namespace Whelk.Integration.Tests.Running;

/// <summary>Workloads with users of their own (--userns auto): root inside, nobody outside.</summary>
public sealed class UserNamespaceTests(SharedDaemon shared) : IsolationSuite(shared), IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("whelk-userns-");

    protected override string Isolation => "container";

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Root_inside_is_none_of_the_hosts_and_no_other_workloads()
    {
        await using var one = await StartAsync(Name("one"), "--userns", "auto", "whelk/base", "sleep", "1000");
        await using var other = await StartAsync(Name("other"), "--userns", "auto:size=1000", "whelk/base", "sleep", "1000");
        await using var hosts = await StartAsync(Name("hosts"), "--userns", "host", "whelk/base", "sleep", "1000");
        var (first, second) = (await IdsAsync(one.Name), await IdsAsync(other.Name));

        Assert.Equal((65536u, 1000u), (first.Size, second.Size));
        Assert.False(first.Overlaps(second));
        Assert.Equal(first, await IdsAsync(one.Name, "gid_map"));
        Assert.Equal($"Uid:\t{first.Start}\t{first.Start}\t{first.Start}\t{first.Start}", await StatusAsync(one.Name, "Uid:"));
        Assert.Equal("Uid:\t0\t0\t0\t0", await StatusAsync(hosts.Name, "Uid:"));
        Assert.Equal("uid=0(root) gid=0(root)", await Daemon.DoAsync("exec", one.Name, "id"));
        Assert.Equal("uid=5 gid=6", await Daemon.DoAsync("exec", "-u", "5:6", one.Name, "id"));
        Assert.Equal(["auto", "auto:size=1000"], (await Daemon.DoAsync("inspect", "--format", "{{.HostConfig.UsernsMode}}", one.Name, other.Name)).Split('\n'));
    }

    [Fact]
    public async Task Files_of_the_image_and_those_it_makes_belong_to_root_inside()
    {
        var result = await RunAsync("--rm", "--userns", "auto", "--tmpfs", "/memory", "whelk/base", "sh", "-c", "touch /new /memory/new; chown 7:8 /bin/busybox; stat -c '%u:%g %n' /new /memory/new /bin/busybox /etc/hosts /etc/os-release /dev/shm; echo 1.2.3.4 x >> /etc/hosts && mkdir /dev/shm/d && echo written");

        Assert.Equal("0:0 /new\n0:0 /memory/new\n7:8 /bin/busybox\n0:0 /etc/hosts\n0:0 /etc/os-release\n0:0 /dev/shm\nwritten\n", result.Output);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("5")]
    public async Task Streams_can_be_opened_by_name(string user)
    {
        await using var workload = await StartAsync(Name("streams"), "--userns", "auto", "--user", user, "whelk/base", "sh", "-c", "echo to the log > /dev/stdout; echo ready > /dev/stderr; sleep 1000");
        await UntilAsync(async () => (await Daemon.WhelkAsync("logs", workload.Name)).Error == "ready\n");

        Assert.Equal("to the log", await Daemon.DoAsync("logs", workload.Name));
        Assert.Equal("to the client", await Daemon.DoAsync("exec", workload.Name, "sh", "-c", "echo to the client > /dev/stdout"));
        Assert.Equal("/dev/pts/0\r\n", (await RunAsync("--rm", "-t", "--userns", "auto", "--user", user, "whelk/base", "sh", "-c", "tty > /dev/tty")).Output);
    }

    [Fact]
    public async Task Network_is_its_own_with_ports_names_and_parameters()
    {
        var network = Name("network");
        await Daemon.DoAsync("network", "create", network);
        try
        {
            await using var web = await StartAsync(Name("web"), "--userns", "auto", "-p", "127.0.0.1::80", "--network", network, "--user", "5", "--sysctl", "net.core.somaxconn=99", "whelk/base", "httpd", "-f", "-p", "80", "-h", "/etc");
            await using var client = await StartAsync(Name("client"), "--userns", "auto", "--cap-add", "NET_ADMIN", "whelk/base", "sleep", "1000");
            var port = (await Daemon.DoAsync("port", web.Name, "80/tcp")).Split(':')[^1];
            Assert.Equal("NAME=\"Whelk base\"\n", await Web.FetchAsync($"http://127.0.0.1:{port}/os-release"));
            Assert.Equal("99", await Daemon.DoAsync("exec", web.Name, "cat", "/proc/sys/net/core/somaxconn"));

            await Daemon.DoAsync("network", "connect", network, client.Name);
            Assert.Equal("NAME=\"Whelk base\"", await Daemon.DoAsync("exec", client.Name, "wget", "-q", "-O", "-", $"http://{web.Name}/os-release"));
            await Daemon.DoAsync("exec", client.Name, "ip", "link", "set", "eth1", "mtu", "1300");
            Assert.Contains("mtu 1300", await Daemon.DoAsync("exec", client.Name, "ip", "link", "show", "eth1"), StringComparison.Ordinal);
            Assert.Contains(" 0% packet loss", await Daemon.DoAsync("exec", client.Name, "ping", "-c", "1", web.Name), StringComparison.Ordinal);
            Assert.Contains("- sysfs ", await Daemon.DoAsync("exec", client.Name, "grep", " /sys ", "/proc/self/mountinfo"), StringComparison.Ordinal);
        }
        finally
        {
            await Daemon.DoAsync("network", "rm", network);
        }
    }

    [Fact]
    public async Task Volume_is_shared_by_workloads_with_other_users_and_has_their_ids_inside()
    {
        var volume = Name("volume");
        await using (var one = await StartAsync(Name("one"), "--userns", "auto", "-v", $"{volume}:/etc", "whelk/base", "sleep", "1000"))
        await using (var other = await StartAsync(Name("other"), "--userns", "auto", "-v", $"{volume}:/data", "whelk/base", "sleep", "1000"))
        await using (var hosts = await StartAsync(Name("hosts"), "-v", $"{volume}:/data:ro", "whelk/base", "sleep", "1000"))
        {
            await Daemon.DoAsync("exec", one.Name, "sh", "-c", "echo one > /etc/made; chown 7:8 /etc/made");
            await Daemon.DoAsync("exec", other.Name, "sh", "-c", "echo other >> /data/made");

            foreach (var reader in new[] { other.Name, hosts.Name })
            {
                Assert.Equal("7:8\n0:0\none\nother", await Daemon.DoAsync("exec", reader, "sh", "-c", "stat -c '%u:%g' /data/made /data/os-release; cat /data/made"));
            }
        }

        await Daemon.DoAsync("volume", "rm", volume);
    }

    [Fact]
    public async Task Bind_has_the_hosts_ids_as_under_Docker()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "roots"), "x");
        _folder.UnixFileMode |= UnixFileMode.OtherExecute | UnixFileMode.OtherRead;

        var result = await RunAsync("--rm", "--userns", "auto", "-v", $"{_folder.FullName}:/bound", "whelk/base", "sh", "-c", "stat -c '%u:%g' /bound/roots; touch /bound/new");

        Assert.Equal("65534:65534\n", result.Output);
        Assert.Contains("touch: /bound/new: Permission denied", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Archives_have_the_ids_inside_while_it_runs_and_when_it_does_not()
    {
        var (name, volume) = (Name("copied"), Name("volume"));
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "file"), "x");
        await using (var workload = await StartAsync(name, "--userns", "auto", "-v", $"{volume}:/data", "whelk/base", "sh", "-c", "mkdir /made; touch /made/mine /made/others /data/others; chown 7:8 /made/others /data/others; echo ready; exec sleep 1000"))
        {
            await UntilAsync(async () => await Daemon.DoAsync("logs", name) == "ready");
            foreach (var state in new[] { "running", "stopped" })
            {
                await CopyAsync(name, state);
                await Daemon.DoAsync("stop", "-t", "0", name);
            }

            Assert.Contains("A /made/running", (await Daemon.DoAsync("diff", name)).Split('\n'));
            await Daemon.DoAsync("start", name);
            Assert.Equal("0:0\n0:0\n0:0\n7:8", await Daemon.DoAsync("exec", name, "stat", "-c", "%u:%g", "/made/running", "/data/stopped", "/made/mine", "/made/others"));
        }

        await Daemon.DoAsync("volume", "rm", volume);
    }

    [Fact]
    public async Task Range_and_files_stay_over_a_restart_and_the_range_is_given_back()
    {
        var name = Name("kept");
        IdRange ids;
        await using (var workload = await StartAsync(name, "--userns", "auto", "--init", "whelk/base", "sh", "-c", "touch /made; sleep 1000"))
        {
            ids = await IdsAsync(name);
            await UntilAsync(async () => (await Daemon.WhelkAsync("exec", name, "chown", "7:8", "/made")).Status.Succeeded);
            await Daemon.DoAsync("restart", "-t", "0", name);

            Assert.Equal(ids, await IdsAsync(name));
            Assert.Equal("7:8", await Daemon.DoAsync("exec", name, "stat", "-c", "%u:%g", "/made"));
        }

        // Those that are free come in the order of their numbers: one that had never been given back would not come again. Those that remove themselves are counted too.
        var first = IdsOf((await RunAsync("--rm", "--userns", "auto", "whelk/base", "cat", "/proc/self/uid_map")).Output);
        await UntilAsync(async () => IdsOf((await RunAsync("--rm", "--userns", "auto", "whelk/base", "cat", "/proc/self/uid_map")).Output).Start is var next && next <= ids.Start && next <= first.Start);
    }

    [Fact]
    public async Task Control_group_and_limits_are_as_of_any_workload()
    {
        await using var workload = await StartAsync(Name("limited"), "--userns", "auto", "-m", "64m", "--pids-limit", "77", "whelk/base", "sleep", "1000");

        Assert.Contains("/ 64MiB", await Daemon.DoAsync("stats", "--no-stream", workload.Name), StringComparison.Ordinal);
        Assert.Contains("sleep 1000", await Daemon.DoAsync("top", workload.Name), StringComparison.Ordinal);
        var limit = await Daemon.DoAsync("exec", workload.Name, "sh", "-c", "find /sys/fs/cgroup -name pids.max | head -n 1");
        Assert.Equal("77", await Daemon.DoAsync("exec", workload.Name, "cat", limit));
        Assert.NotEqual(0, (await Daemon.WhelkAsync("exec", workload.Name, "sh", "-c", $"echo 1 > {limit}")).Status.ShellCode);
    }

    [Theory]
    [InlineData("--privileged", "--init", "privileged mode is incompatible with user namespaces.  You must run the container in the host namespace when running privileged mode")]
    [InlineData("--network", "host", "cannot share the host's network namespace when user namespaces are enabled")]
    [InlineData("--pid", "host", "cannot share the host PID namespace when user namespaces are enabled")]
    [InlineData("--userns", "auto:size=4000000000", "cannot find unused user IDs: no range of 4000000000 is free in ")]
    [InlineData("--userns", "keep-id", "invalid userns mode: keep-id")]
    public async Task What_cannot_be_is_refused_and_nothing_stays(string flag, string value, string message)
    {
        var name = Name("refused");
        var words = flag == "--userns" ? [flag, value] : (string[])["--userns", "auto", flag, value];
        var result = await Daemon.WhelkAsync(["create", "--name", name, .. words, "whelk/base", "true"]);

        Assert.Contains(message, result.Error, StringComparison.Ordinal);
        Assert.Contains("No such", (await Daemon.WhelkAsync("inspect", name)).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task User_that_is_not_in_the_range_is_refused()
    {
        Assert.Contains("container ID 1000 cannot be mapped to a host ID", (await RunAsync("--rm", "--userns", "auto:size=1000", "--user", "1000", "whelk/base", "true")).Error, StringComparison.Ordinal);
        Assert.Equal("uid=999 gid=999\n", (await RunAsync("--rm", "--userns", "auto:size=1000", "--user", "999:999", "whelk/base", "id")).Output);
    }

    private async Task CopyAsync(string name, string state)
    {
        await Daemon.DoAsync("cp", Path.Combine(_folder.FullName, "file"), $"{name}:/made/{state}");
        await Daemon.DoAsync("cp", Path.Combine(_folder.FullName, "file"), $"{name}:/data/{state}");
        Assert.Equal("made/mine 0/0, made/others 7/8", await OwnersAsync($"cp {name}:/made -"));
        Assert.Equal("data/others 7/8", await OwnersAsync($"cp {name}:/data -"));
        Assert.Equal("made/mine 0/0, made/others 7/8", await OwnersAsync($"export {name}"));
    }

    private async Task<string> OwnersAsync(string command)
    {
        var environment = new Dictionary<string, string> { ["WHELK_HOST"] = Daemon.Host };
        var listing = (await Program.RunAsync("sh", ["-c", $"{Checkout.Built("whelk")} {command} | tar -t -v --numeric-owner -f -"], environment)).Output;
        var fields = listing.Split('\n').Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Where(line => line.Length == 6);
        return string.Join(", ", fields.Where(line => Path.GetFileName(line[5]) is "mine" or "others").Select(line => $"{line[5]} {line[1]}"));
    }

    private async Task<IdRange> IdsAsync(string name, string map = "uid_map") => IdsOf(await File.ReadAllTextAsync($"/proc/{await PidAsync(name)}/{map}"));

    private static IdRange IdsOf(string map)
    {
        var words = map.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(("0", 3), (words[0], words.Length));
        return new IdRange(uint.Parse(words[1], CultureInfo.InvariantCulture), uint.Parse(words[2], CultureInfo.InvariantCulture));
    }

    private async Task<string> StatusAsync(string name, string field) =>
        (await File.ReadAllLinesAsync($"/proc/{await PidAsync(name)}/status")).Single(line => line.StartsWith(field, StringComparison.Ordinal));

    private Task<string> PidAsync(string name) => Daemon.DoAsync("inspect", "--format", "{{.State.Pid}}", name);
}
