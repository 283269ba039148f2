using Whelk.Integration.Tests.Support;
using Whelk.Linux.Processes;
using Whelk.Testing;

namespace Whelk.Integration.Tests.OtherEngines;

/// <summary>Debian's containerd, as its own client ctr sees it: dockerd has started it, but takes no part. Disposing demands that no container left anything.</summary>
public sealed class PrivateContainerd : IAsyncLifetime
{
    internal const string Image = "docker.io/whelk/base:latest";

    private ReferenceEngine? _engine;

    private ReferenceEngine Engine => _engine!;

    // Where containerd is told nothing else, the namespace is also the control group above those of its containers: here the one that the engine clears away.
    private string Namespace => Engine.CgroupName;

    public async ValueTask InitializeAsync()
    {
        _engine = await ReferenceEngine.StartAsync();
        var archive = Path.Combine(Engine.Folder, "image.tar");
        Assert.True((await Engine.RunAsync(["docker", "save", "--output", archive, "whelk/base"])).Status.Succeeded);
        await DoAsync("images", "import", archive);
    }

    public async ValueTask DisposeAsync()
    {
        IReadOnlyList<string> left;
        await using (Engine)
        {
            left =
            [
                .. (await DoAsync("containers", "list", "--quiet")).Split('\n', StringSplitOptions.RemoveEmptyEntries),
                .. MachinesLeft.By(Engine),
            ];
        }

        Assert.Empty(left);
    }

    internal Task<CommandResult> CtrAsync(params IReadOnlyList<string> words) => CtrAsync(words, string.Empty);

    /// <summary>With something on standard input.</summary>
    internal Task<CommandResult> CtrAsync(IReadOnlyList<string> words, string input) => Engine.RunAsync(Ctr(words), input);

    internal Task<CommandResult> OnTerminalAsync(params IReadOnlyList<string> words) => Program.OnTerminalAsync(Engine.Inside(Ctr(words)));

    /// <summary>ctr run under whelk-vm, with these words behind it.</summary>
    internal Task<CommandResult> RunAsync(params IReadOnlyList<string> words) => CtrAsync(Run(words));

    /// <summary>The words of such a call.</summary>
    internal static IReadOnlyList<string> Run(params IReadOnlyList<string> words) => ["run", "--runc-binary", Checkout.Built("whelk-vm"), .. words];

    /// <summary>Must succeed; returns its output without the last newline.</summary>
    internal async Task<string> DoAsync(params IReadOnlyList<string> words)
    {
        var result = await CtrAsync(words);
        Assert.True(result.Status.Succeeded, $"ctr {string.Join(' ', words)}: {result.Error}");
        return result.Output.TrimEnd('\n');
    }

    /// <summary>Returns when a file is there in a container whose start was asked for.</summary>
    internal async Task UntilThereAsync(string container, string file)
    {
        var ctr = string.Join(' ', Ctr([]));
        var result = await Engine.RunAsync(["sh", "-c", $"i=0; until {ctr} task exec --exec-id there$((i += 1)) {container} test -e {file} 2> /dev/null; do sleep 0.1; done"]);
        Assert.True(result.Status.Succeeded, result.Error);
    }

    private IReadOnlyList<string> Ctr(IReadOnlyList<string> words) => ["ctr", "--address", Path.Combine(Engine.Root, "exec/containerd/containerd.sock"), "--namespace", Namespace, .. words];
}
