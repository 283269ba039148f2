using System.Net;
using System.Net.Sockets;
using Whelk.Integration.Tests.Support;
using Whelk.Linux.Processes;

namespace Whelk.Integration.Tests.Clients;

/// <summary>What Docker's command line says where the daemon has not got what it asks for, and where it asks a registry.</summary>
public sealed class DockerRefusalTests(SharedDaemon shared) : IDisposable
{
    private const string NoBuild = "building images is not supported by this version of whelk: build where there is docker or buildah, `export` a container of the image there, and `whelk import` the archive";

    // Its own settings and plugins are no part of the test.
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("whelk-docker-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("0")]
    [InlineData(null)]
    public async Task Docker_build_says_what_to_use_instead(string? buildkit)
    {
        var context = _folder.CreateSubdirectory("context").FullName;
        await File.WriteAllTextAsync(Path.Combine(context, "Dockerfile"), "FROM whelk/base\n");

        var result = await DockerAsync(["build", "-t", "built", context], buildkit);

        Assert.Equal(1, result.Status.ShellCode);
        Assert.Contains($"Error response from daemon: {NoBuild}", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pull", "127.0.0.1:1/some", "this version of whelk cannot pull; use `whelk import`")]
    [InlineData("push", "whelk/base", "pushing is not supported by this version of whelk: `whelk export` a workload of the image")]
    [InlineData("save", "whelk/base", "saving images is not supported by this version of whelk: `whelk export` a workload of the image")]
    [InlineData("search", "some", "searching a registry is not supported by this version of whelk: import an image with `whelk import`")]
    public async Task Docker_says_what_to_use_instead(string command, string image, string expected)
    {
        var result = await DockerAsync([command, image]);

        Assert.Equal(1, result.Status.ShellCode);
        Assert.Contains(expected, result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("right", 0, "Login Succeeded")]
    [InlineData("wrong", 1, "failed with status: 401 Unauthorized")]
    public async Task Docker_login_asks_the_registry_by_the_daemon(string password, int code, string expected)
    {
        using var registry = new HttpListener();
        var host = $"127.0.0.1:{FreePort()}";
        registry.Prefixes.Add($"http://{host}/");
        registry.Start();
        var serving = ServeAsync(registry);

        var result = await DockerAsync(["login", "--username", "me", "--password", password, host]);
        registry.Stop();
        await serving;

        Assert.Equal(code, result.Status.ShellCode);
        Assert.Contains(expected, result.Output + result.Error, StringComparison.Ordinal);
    }

    private Task<CommandResult> DockerAsync(string[] words, string? buildkit = null)
    {
        var environment = new Dictionary<string, string> { ["DOCKER_CONFIG"] = _folder.FullName };
        if (buildkit is not null)
        {
            environment["DOCKER_BUILDKIT"] = buildkit;
        }

        return Program.RunAsync("docker", ["-H", shared.Daemon.Host, .. words], environment);
    }

    private static async Task ServeAsync(HttpListener registry)
    {
        try
        {
            while (true)
            {
                var call = await registry.GetContextAsync();
                call.Response.StatusCode = call.Request.Headers["Authorization"] == $"Basic {Convert.ToBase64String("me:right"u8)}" ? 200 : 401;
                call.Response.AddHeader("WWW-Authenticate", "Basic realm=\"test\"");
                call.Response.Close();
            }
        }
        catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
        {
            // The test has ended it.
        }
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
