using System.Net.Sockets;
using Grpc.Net.Client;
using Whelk.Integration.Tests.OtherEngines.Cri;
using Whelk.Integration.Tests.Support;
using Whelk.Linux.Namespaces;
using Whelk.Linux.Processes;
using Whelk.Testing;

namespace Whelk.Integration.Tests.OtherEngines;

/// <summary>Debian's containerd as Kubernetes has it: by its CRI socket, with a network of its own for pods, and whelk-vm as a handler of runtimes. Disposing demands that no pod left anything.</summary>
public sealed class PrivateCri : IAsyncLifetime
{
    internal const string Image = "docker.io/whelk/base:latest";
    internal const string Handler = "whelk-vm";

    private const string Pause = "docker.io/whelk/pause:latest";
    private const int MostLooks = 100;

    private ReferenceEngine? _engine;
    private ChildProcess? _containerd;
    private GrpcChannel? _channel;
    private NamespaceThread? _inside;

    internal ReferenceEngine Engine => _engine!;

    internal RuntimeService.RuntimeServiceClient Runtime { get; private set; } = null!;

    /// <summary>On which what listens where the engine runs is reached.</summary>
    internal NamespaceThread Inside => _inside!;

    private string Folder => Path.Combine(Engine.Folder, "cri");

    private string Socket => Path.Combine(Folder, "socket");

    private string RuntimeRoot => Path.Combine(Engine.Folder, MachinesLeft.PodsRoot);

    public async ValueTask InitializeAsync()
    {
        _engine = await ReferenceEngine.StartAsync();
        Directory.CreateDirectory(Folder);
        var archive = Path.Combine(Folder, "images.tar");
        await DoAsync("docker", "import", "--change", "ENTRYPOINT [\"sleep\", \"1000000\"]", Checkout.Built("base.tar"), "whelk/pause");
        await DoAsync("docker", "save", "--output", archive, "whelk/base", "whelk/pause");
        await WriteConfigurationAsync();
        var words = Engine.Inside("sh", "-c", $"exec containerd --config {Folder}/config.toml > {Folder}/log 2>&1");
        _containerd = ChildProcess.Start(Program.Options(words[0], [.. words.Skip(1)]));
        await DoAsync("sh", "-c", $"until ctr --address {Socket} version > /dev/null 2>&1; do sleep 0.1; done; ctr --address {Socket} --namespace k8s.io images import {archive}");
        _inside = NamespaceThread.InNetwork($"/proc/{(await File.ReadAllTextAsync(Path.Combine(Engine.Folder, "namespaces"))).Trim()}/ns/net");
        _channel = GrpcChannel.ForAddress("http://localhost", new GrpcChannelOptions { HttpHandler = new SocketsHttpHandler { ConnectCallback = ConnectAsync } });
        Runtime = new RuntimeService.RuntimeServiceClient(_channel);
        await UntilKnownAsync(new ImageService.ImageServiceClient(_channel), Image);
        await UntilKnownAsync(new ImageService.ImageServiceClient(_channel), Pause);
    }

    public async ValueTask DisposeAsync()
    {
        IReadOnlyList<string> left = [];
        try
        {
            left = _channel is null ? [] : [.. (await Runtime.ListPodSandboxAsync(new Nothing())).Items.Select(pod => pod.Id), .. MachinesLeft.By(Engine)];
        }
        finally
        {
            _channel?.Dispose();
            _inside?.Dispose();
            if (_engine is not null)
            {
                await Engine.DisposeAsync();
            }

            if (_containerd is not null)
            {
                // It has ended with the engine's namespaces, and with it whoever waited for it there.
                await _containerd.WaitAsync();
                _containerd.Dispose();
            }
        }

        Assert.Empty(left);
    }

    /// <summary>Runs a program where the engine runs. Must succeed; returns its output.</summary>
    internal async Task<string> DoAsync(params IReadOnlyList<string> words)
    {
        var result = await Engine.RunAsync(words);
        Assert.True(result.Status.Succeeded, $"{string.Join(' ', words)}: {result.Error}");
        return result.Output;
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(Socket), cancellationToken);
        return new NetworkStream(socket, ownsSocket: true);
    }

    // The lines of docs/other-engines.md, in folders of the test's own.
    private async Task WriteConfigurationAsync()
    {
        Directory.CreateDirectory(Path.Combine(Folder, "net.d"));
        await File.WriteAllTextAsync(Path.Combine(Folder, "net.d/pods.conflist"), $$"""
            {
              "cniVersion": "0.4.0",
              "name": "pods",
              "plugins": [
                {
                  "type": "bridge", "bridge": "pods0", "isGateway": true,
                  "ipam": { "type": "host-local", "dataDir": "{{Folder}}/addresses", "ranges": [[{ "subnet": "10.88.7.0/24" }]], "routes": [{ "dst": "0.0.0.0/0" }] }
                }
              ]
            }
            """);
        await File.WriteAllTextAsync(Path.Combine(Folder, "config.toml"), $"""
            version = 2
            root = "{Folder}/data"
            state = "{Folder}/state"
            [grpc]
              address = "{Socket}"
            [plugins."io.containerd.grpc.v1.cri"]
              sandbox_image = "{Pause}"
            [plugins."io.containerd.grpc.v1.cri".cni]
              bin_dir = "/usr/lib/cni"
              conf_dir = "{Folder}/net.d"
            [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
              runtime_type = "io.containerd.runc.v2"
            [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.{Handler}]
              runtime_type = "io.containerd.runc.v2"
            [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.{Handler}.options]
              BinaryName = "{Checkout.Built("whelk-vm")}"
              Root = "{RuntimeRoot}"
            """);
    }

    // The socket's side hears of an import a little later.
    private async Task UntilKnownAsync(ImageService.ImageServiceClient images, string image)
    {
        for (var look = 0; look < MostLooks; look++)
        {
            if ((await images.ImageStatusAsync(new ImageStatusRequest { Image = new ImageSpec { Image = image } })).Image is not null)
            {
                return;
            }

            await DoAsync("sleep", "0.1");
        }

        Assert.Fail($"{image} is not known to the CRI socket");
    }
}
