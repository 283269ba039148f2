using System.Net.Sockets;
using System.Text;
using Whelk.Integration.Tests.Support;

namespace Whelk.Integration.Tests.RealImages;

/// <summary>Services as people run them: a web server and a database from a distribution's packages.</summary>
public abstract class DebianTests(SharedDaemon shared) : IsolationSuite(shared)
{
    [Fact]
    public async Task Nginx_answers_through_a_published_port_also_after_a_restart_and_logs_what_it_served()
    {
        await using var web = await StartAsync(
            Name("nginx"), "-p", "80", DebianImage.Name, "sh", "-c", "ln -sf /dev/stdout /var/log/nginx/access.log; exec nginx -g 'daemon off;'");

        Assert.Contains("Welcome to nginx!", await Web.FetchAsync(await UrlAsync(web.Name, "/?first")), StringComparison.Ordinal);
        await Daemon.DoAsync("restart", "-t", "5", web.Name);
        Assert.Contains("Welcome to nginx!", await Web.FetchAsync(await UrlAsync(web.Name, "/?second")), StringComparison.Ordinal);

        await UntilAsync(async () => (await Daemon.DoAsync("logs", web.Name)).Contains("GET /?second", StringComparison.Ordinal));
        Assert.Contains("GET /?first", await Daemon.DoAsync("logs", web.Name), StringComparison.Ordinal);
        await Daemon.DoAsync("stop", "-t", "20", web.Name);
        Assert.Equal("0", await Daemon.DoAsync("inspect", "--format", "{{.State.ExitCode}}", web.Name));
    }

    [Fact]
    public async Task Redis_speaks_its_protocol_through_a_published_port_and_keeps_what_it_saved()
    {
        await using var redis = await StartAsync(
            Name("redis"), "-p", "6379", DebianImage.Name, "redis-server", "--bind", "0.0.0.0", "--protected-mode", "no", "--dir", "/var/lib/redis", "--save", "");

        Assert.Equal("+OK\r\n", await AskAsync(redis.Name, "SET shell whelk\r\n"));
        Assert.Equal("+OK\r\n", await AskAsync(redis.Name, "SAVE\r\n"));
        await Daemon.DoAsync("restart", "-t", "20", redis.Name);

        Assert.Equal("$5\r\nwhelk\r\n", await AskAsync(redis.Name, "GET shell\r\n"));
        Assert.Contains("Ready to accept connections", await Daemon.DoAsync("logs", redis.Name), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Packages_user_is_known_by_name()
    {
        var result = await RunAsync("--rm", "--user", "redis", DebianImage.Name, "id", "-un");

        Assert.Equal("redis\n", result.Output);
    }

    private async Task<string> UrlAsync(string name, string path) => $"http://127.0.0.1:{await PortAsync(name, "80/tcp")}{path}";

    private async Task<int> PortAsync(string name, string port) =>
        int.Parse((await Daemon.DoAsync("port", name, port)).Split('\n')[0].Split(':')[^1], System.Globalization.CultureInfo.InvariantCulture);

    // A connection that is broken before an answer was there is made again: the server inside is still starting.
    private async Task<string> AskAsync(string name, string command)
    {
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(90));
        while (true)
        {
            var answer = await TryAskAsync(await PortAsync(name, "6379/tcp"), command, bound.Token);
            if (answer.Length > 0)
            {
                return answer;
            }

            bound.Token.ThrowIfCancellationRequested();
        }
    }

    private static async Task<string> TryAskAsync(int port, string command, CancellationToken cancellationToken)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", port, cancellationToken);
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(command), cancellationToken);
            var buffer = new byte[256];
            return Encoding.ASCII.GetString(buffer, 0, await client.GetStream().ReadAsync(buffer, cancellationToken));
        }
        catch (Exception exception) when (exception is SocketException or IOException)
        {
            return string.Empty;
        }
    }
}
