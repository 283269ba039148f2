using System.Text;
using Whelk.Integration.Tests.Support;
using Whelk.Linux.Files;

namespace Whelk.Integration.Tests.Names;

/// <summary>Names between workloads: the server is of the suite's isolation, those who ask are of both.</summary>
public abstract class NameTests(SharedDaemon shared) : IsolationSuite(shared)
{
    private const string Page = "NAME=\"Whelk base\"";
    private static readonly string[] Server = ["whelk/base", "httpd", "-f", "-p", "80", "-h", "/etc"];

    [Theory]
    [InlineData("container")]
    [InlineData("vm")]
    public async Task Workload_is_reached_by_name_id_and_hostname_from(string isolation)
    {
        var hostname = Name("host");
        await using var server = await StartAsync(Name("web"), ["--hostname", hostname, .. Server]);
        var id = (await InspectAsync(Daemon, server.Name, "{{.Id}}"))[..12];
        var address = await InspectAsync(Daemon, server.Name, "{{.NetworkSettings.IPAddress}}");

        // The name is there from the first moment; the page only when the server listens.
        var result = await Daemon.WhelkAsync(
            "run", "--rm", "--isolation", isolation, "whelk/base", "sh", "-c",
            $"nslookup {address} | grep -o 'name = .*'; for name in {server.Name} {id} {hostname.ToUpperInvariant()}; do nslookup $name | grep -c 'Address: {address}$'; until wget -q -O - http://$name/os-release; do sleep .2; done; done");

        Assert.Equal($"name = {server.Name}\n1\n{Page}\n1\n{Page}\n1\n{Page}\n", result.Output);
    }

    [Fact]
    public async Task Name_goes_with_the_workload()
    {
        await using var client = await StartAsync(Name("client"), "whelk/base", "sleep", "1000");
        string address;
        await using (var server = await StartAsync(Name("gone"), "whelk/base", "sleep", "1000"))
        {
            address = await InspectAsync(Daemon, server.Name, "{{.NetworkSettings.IPAddress}}");
            Assert.Contains($"name = {server.Name}", (await LookUpAsync(Daemon, client.Name, address)).Output, StringComparison.Ordinal);
        }

        // What a workload used is given back behind the answer to rm.
        await UntilAsync(async () => (await LookUpAsync(Daemon, client.Name, address)).Output.Contains("NXDOMAIN", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Names_resolve_while_the_daemon_is_dead_and_after_it_has_come_back()
    {
        await using var daemon = await PrivateDaemon.StartAsync();
        await daemon.DoAsync("run", "-d", "--isolation", Isolation, "--name", "web", "whelk/base", "sleep", "1000");
        var address = await InspectAsync(daemon, "web", "{{.NetworkSettings.IPAddress}}");
        var client = await daemon.DoAsync(
            "run", "-d", "--isolation", Isolation, "--name", "client", "whelk/base", "sh", "-c", $"while true; do nslookup web | grep -c 'Address: {address}$'; sleep .1; done");
        await daemon.KillAsync();

        var log = Path.Combine(daemon.Root, "workloads", client, "json.log");
        Assert.All(await MoreOfAsync(log, lines: 3), line => Assert.Contains("\"log\":\"1\\n\"", line, StringComparison.Ordinal));

        await daemon.StartAgainAsync();
        Assert.Contains($"Address: {address}\n", (await LookUpAsync(daemon, "client", "web")).Output, StringComparison.Ordinal);
        await daemon.DoAsync("rm", "-f", "web");
        await UntilAsync(async () => (await LookUpAsync(daemon, "client", address)).Output.Contains("NXDOMAIN", StringComparison.Ordinal));
    }

    private static Task<string> InspectAsync(PrivateDaemon daemon, string name, string format) => daemon.DoAsync("inspect", "--format", format, name);

    private static Task<Linux.Processes.CommandResult> LookUpAsync(PrivateDaemon daemon, string workload, string name) => daemon.WhelkAsync("exec", workload, "nslookup", name);

    /// <summary>The lines that come to a log from now on.</summary>
    private static async Task<IReadOnlyList<string>> MoreOfAsync(string log, int lines)
    {
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var changes = new FileChanges(log);
        var start = new FileInfo(log).Length;
        while (true)
        {
            var more = Encoding.UTF8.GetString((await File.ReadAllBytesAsync(log, bound.Token))[(int)start..]);
            var whole = more.Split('\n')[..^1];
            if (whole.Length >= lines)
            {
                return whole[..lines];
            }

            await changes.NextAsync(bound.Token);
        }
    }
}
