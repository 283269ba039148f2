using Whelk.Integration.Tests.Support;
using Whelk.Linux.Processes;
using Whelk.Testing;

namespace Whelk.Integration.Tests.Podman;

/// <summary>Debian's podman with a storage of its own, whelk-vm as its runtime, and the built-in image imported. It knows nothing of Whelk.</summary>
public sealed class PrivatePodman : IAsyncLifetime
{
    internal const string Image = "localhost/base";

    private readonly string _folder = Directory.CreateTempSubdirectory("whelk-podman-").FullName;
    private readonly Dictionary<string, string> _environment = [];

    public async ValueTask InitializeAsync()
    {
        _environment["CONTAINERS_CONF"] = Write("containers.conf", "[engine]\nevents_logger=\"file\"\n");
        _environment["CONTAINERS_REGISTRIES_CONF"] = Write("registries.conf", string.Empty);
        var policy = Write("policy.json", """{"default":[{"type":"insecureAcceptAnything"}]}""");
        await DoAsync("import", "--signature-policy", policy, Checkout.Built("base.tar"), Image);
    }

    public async ValueTask DisposeAsync()
    {
        await PodmanAsync("rm", "--all", "--force", "--time", "0");
        Directory.Delete(_folder, recursive: true);
    }

    internal Task<CommandResult> PodmanAsync(params IReadOnlyList<string> words) => Program.RunAsync("podman", [.. Global(), .. words], _environment);

    /// <summary>podman run without a network, with these words behind it.</summary>
    internal Task<CommandResult> RunAsync(params IReadOnlyList<string> words) => PodmanAsync(["run", "--network", "none", .. words]);

    /// <summary>With something on standard input.</summary>
    internal Task<CommandResult> PodmanAsync(IReadOnlyList<string> words, string input) => Program.RunAsync("podman", [.. Global(), .. words], _environment, input);

    /// <summary>The same on a terminal.</summary>
    internal Task<CommandResult> OnTerminalAsync(params IReadOnlyList<string> words) => Program.OnTerminalAsync(["podman", .. Global(), .. words], _environment);

    /// <summary>Must succeed; returns its output.</summary>
    internal async Task<string> DoAsync(params IReadOnlyList<string> words)
    {
        var result = await PodmanAsync(words);
        Assert.True(result.Status.Succeeded, $"podman {string.Join(' ', words)}: {result.Error}");
        return result.Output.Trim();
    }

    private string[] Global() =>
    [
        "--root", Path.Combine(_folder, "root"), "--runroot", Path.Combine(_folder, "run"), "--tmpdir", Path.Combine(_folder, "tmp"),
        "--storage-driver", "vfs", "--cgroup-manager", "cgroupfs", "--runtime", Checkout.Built("whelk-vm"),
    ];

    private string Write(string name, string content)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, content);
        return path;
    }
}
