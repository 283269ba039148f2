// Testcontainers for .NET: DOCKER_HOST and RUNTIME come from the environment; its reaper is switched off there.
using System.Text;
using DotNet.Testcontainers.Builders;
using DotNet.Testcontainers.Containers;

var runtime = Environment.GetEnvironmentVariable("RUNTIME") ?? throw new InvalidOperationException("RUNTIME is not set");
ContainerBuilder Container(params string[] command) => new ContainerBuilder("whelk/base")
    .WithCommand(command)
    .WithCreateParameterModifier(parameters => parameters.HostConfig!.Runtime = runtime);

await using var network = new NetworkBuilder().Build();
await using var volume = new VolumeBuilder().Build();
await using var web = Container("sh", "-c", "mkdir /www; echo page > /www/index.html; echo ready; exec httpd -f -p 8000 -h /www")
    .WithNetwork(network)
    .WithNetworkAliases("pages")
    .WithPortBinding(8000, assignRandomHostPort: true)
    .WithVolumeMount(volume, "/data")
    .WithResourceMapping(Encoding.UTF8.GetBytes("copied"), "/tmp/copied")
    .WithEnvironment("A", "b")
    .WithWaitStrategy(Wait.ForUnixContainer().UntilMessageIsLogged("ready").UntilHttpRequestIsSucceeded(request => request.ForPort(8000)))
    .Build();
await web.StartAsync();
using var client = new HttpClient();
Same("page\n", await client.GetStringAsync(new Uri($"http://{web.Hostname}:{web.GetMappedPublicPort(8000)}/")));

var exec = await web.ExecAsync(["sh", "-c", "cat /tmp/copied; echo $A > /data/word; echo err >&2; exit 3"]);
Same(("copied", "err\n", 3L), (exec.Stdout, exec.Stderr, exec.ExitCode));
Same("b\n", Encoding.UTF8.GetString(await web.ReadFileAsync("/data/word")));

await using var visitor = Container("sh", "-c", "wget -q -O - http://pages:8000/; cat /data/word; exec sleep 1000")
    .WithNetwork(network)
    .WithVolumeMount(volume, "/data")
    .DependsOn(web)
    .WithWaitStrategy(Wait.ForUnixContainer().UntilMessageIsLogged("page\nb"))
    .Build();
await visitor.StartAsync();
Same(TestcontainersStates.Running, visitor.State);
await visitor.PauseAsync();
await visitor.UnpauseAsync();
await visitor.StopAsync();
Same(TestcontainersStates.Exited, visitor.State);
Console.WriteLine("done");

static void Same<T>(T expected, T actual)
{
    if (!EqualityComparer<T>.Default.Equals(expected, actual))
    {
        throw new InvalidOperationException($"expected {expected}, got {actual}");
    }
}
