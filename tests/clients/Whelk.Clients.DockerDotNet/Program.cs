// Docker.DotNet: DOCKER_HOST, RUNTIME and NAME (a word that no other run uses) come from the environment.
using System.Formats.Tar;
using System.Text;
using Docker.DotNet;
using Docker.DotNet.Models;

const long Mebibyte = 1 << 20;
var (host, runtime, name) = (Of("DOCKER_HOST"), Of("RUNTIME"), Of("NAME"));
using var configuration = new DockerClientConfiguration(new Uri(host));
using var docker = configuration.CreateClient();
var containers = docker.Containers;

await docker.System.PingAsync();
Same("1.45", (await docker.System.GetVersionAsync()).APIVersion);

using var watching = new CancellationTokenSource();
var destroyed = new TaskCompletionSource();
var events = docker.System.MonitorEventsAsync(
    new ContainerEventsParameters { Filters = Filter("label", $"of={name}") },
    new Progress<Message>(message =>
    {
        if (message.Action == "destroy")
        {
            destroyed.TrySetResult();
        }
    }),
    watching.Token);

var created = await containers.CreateContainerAsync(new CreateContainerParameters
{
    Name = name,
    Image = "whelk/base",
    Cmd = ["sh", "-c", "mkdir /www; echo page > /www/index.html; cat; exec httpd -f -p 8000 -h /www"],
    Env = ["A=b"],
    Labels = new Dictionary<string, string> { ["of"] = name },
    OpenStdin = true,
    StdinOnce = true,
    AttachStdin = true,
    ExposedPorts = new Dictionary<string, EmptyStruct> { ["8000/tcp"] = default },
    HostConfig = new HostConfig
    {
        Runtime = runtime,
        Memory = 64 * Mebibyte,
        PortBindings = new Dictionary<string, IList<PortBinding>> { ["8000/tcp"] = [new PortBinding { HostIP = "127.0.0.1", HostPort = string.Empty }] },
    },
});
try
{
    using (var attached = await containers.AttachContainerAsync(created.ID, tty: false, new ContainerAttachParameters { Stdin = true, Stdout = true, Stderr = true, Stream = true }))
    {
        Same(true, await containers.StartContainerAsync(created.ID, new ContainerStartParameters()));
        await attached.WriteAsync("typed\n"u8.ToArray(), 0, 6, CancellationToken.None);
        attached.CloseWrite();
        var heard = new byte[64];
        var count = (await attached.ReadOutputAsync(heard, 0, heard.Length, CancellationToken.None)).Count;
        Same("typed\n", Encoding.UTF8.GetString(heard, 0, count));
    }

    var shown = await containers.InspectContainerAsync(created.ID);
    Same($"/{name}", shown.Name);
    Same(64 * Mebibyte, shown.HostConfig.Memory);
    var port = shown.NetworkSettings.Ports["8000/tcp"][0].HostPort;
    using var web = new HttpClient();
    Same("page\n", await FetchAsync(web, new Uri($"http://127.0.0.1:{port}/")));

    var exec = await docker.Exec.ExecCreateContainerAsync(created.ID, new ContainerExecCreateParameters { Cmd = ["sh", "-c", "echo $A; echo err >&2; exit 3"], AttachStdout = true, AttachStderr = true });
    using (var streams = await docker.Exec.StartAndAttachContainerExecAsync(exec.ID, tty: false))
    {
        Same(("b\n", "err\n"), await streams.ReadOutputToEndAsync(CancellationToken.None));
    }

    Same(3L, (await docker.Exec.InspectContainerExecAsync(exec.ID)).ExitCode);

    await containers.ExtractArchiveToContainerAsync(created.ID, new ContainerPathStatParameters { Path = "/tmp" }, Archive("given", "a file"));
    var taken = await containers.GetArchiveFromContainerAsync(created.ID, new GetArchiveFromContainerParameters { Path = "/tmp/given" }, statOnly: false);
    await using (var reader = new TarReader(taken.Stream))
    {
        var entry = await reader.GetNextEntryAsync(copyData: true);
        using var text = new StreamReader(entry!.DataStream!);
        Same("a file", await text.ReadToEndAsync());
    }

    Same(true, (await containers.InspectChangesAsync(created.ID)).Any(change => change.Path == "/tmp/given"));
    Same(true, (await containers.ListProcessesAsync(created.ID, new ContainerListProcessesParameters())).Processes.Count > 0);
    var listed = await containers.ListContainersAsync(new ContainersListParameters { Filters = Filter("name", name) });
    Same(created.ID, listed.Single().ID);
    var measured = new TaskCompletionSource<ContainerStatsResponse>();
    await containers.GetContainerStatsAsync(created.ID, new ContainerStatsParameters { Stream = false }, new Progress<ContainerStatsResponse>(measured.SetResult), CancellationToken.None);
    Same(true, (await measured.Task).MemoryStats.Usage > 0);
    using (var log = await containers.GetContainerLogsAsync(created.ID, tty: false, new ContainerLogsParameters { ShowStdout = true, ShowStderr = true }))
    {
        Same("typed\n", (await log.ReadOutputToEndAsync(CancellationToken.None)).stdout);
    }

    await containers.PauseContainerAsync(created.ID);
    await containers.UnpauseContainerAsync(created.ID);
    await containers.RestartContainerAsync(created.ID, new ContainerRestartParameters { WaitBeforeKillSeconds = 1 });
    var waiting = containers.WaitContainerAsync(created.ID);
    await containers.KillContainerAsync(created.ID, new ContainerKillParameters { Signal = "SIGKILL" });
    Same(137L, (await waiting).StatusCode);
}
finally
{
    await containers.RemoveContainerAsync(created.ID, new ContainerRemoveParameters { Force = true });
}

var network = await docker.Networks.CreateNetworkAsync(new NetworksCreateParameters { Name = name });
Same(name, (await docker.Networks.InspectNetworkAsync(network.ID)).Name);
await docker.Networks.DeleteNetworkAsync(network.ID);
Same(name, (await docker.Volumes.CreateAsync(new VolumesCreateParameters { Name = name })).Name);
await docker.Volumes.RemoveAsync(name);

try
{
    await containers.InspectContainerAsync("nosuch");
    throw new InvalidOperationException("nosuch was found");
}
catch (DockerContainerNotFoundException missing)
{
    Same(true, missing.ResponseBody.Contains("No such container: nosuch", StringComparison.Ordinal));
}

await destroyed.Task.WaitAsync(TimeSpan.FromSeconds(30));
await watching.CancelAsync();
await events.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
Console.WriteLine("done");

static string Of(string variable) => Environment.GetEnvironmentVariable(variable) ?? throw new InvalidOperationException($"{variable} is not set");

static Dictionary<string, IDictionary<string, bool>> Filter(string key, string value) => new() { [key] = new Dictionary<string, bool> { [value] = true } };

static MemoryStream Archive(string name, string text)
{
    var archive = new MemoryStream();
    using (var writer = new TarWriter(archive, leaveOpen: true))
    {
        writer.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(text)) });
    }

    archive.Position = 0;
    return archive;
}

// A published port is open before the server inside listens.
static async Task<string> FetchAsync(HttpClient client, Uri page)
{
    using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(30));
    while (true)
    {
        try
        {
            return await client.GetStringAsync(page, bound.Token);
        }
        catch (HttpRequestException) when (!bound.IsCancellationRequested)
        {
            await Task.Yield();
        }
    }
}

static void Same<T>(T expected, T actual)
{
    if (!EqualityComparer<T>.Default.Equals(expected, actual))
    {
        throw new InvalidOperationException($"expected {expected}, got {actual}");
    }
}
