using Whelk.Integration.Tests.Support;
using Whelk.Linux.Processes;
using Whelk.Testing;

namespace Whelk.Integration.Tests.OtherEngines;

/// <summary>Debian's dockerd and containerd, which know nothing of Whelk, with whelk-vm among their runtimes. Disposing demands that no container left anything.</summary>
public sealed class PrivateDockerd : IAsyncLifetime
{
    internal const string Image = "whelk/base";
    internal const string Runtime = "whelk-vm";

    private ReferenceEngine? _engine;

    internal ReferenceEngine Engine => _engine!;

    public async ValueTask InitializeAsync() => _engine = await ReferenceEngine.StartAsync("--add-runtime", $"{Runtime}={Checkout.Built("whelk-vm")}");

    public async ValueTask DisposeAsync()
    {
        IReadOnlyList<string> left;
        await using (Engine)
        {
            var containers = (await DoAsync("ps", "-aq")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            if (containers.Length > 0)
            {
                await DockerAsync(["rm", "-f", .. containers]);
            }

            left = MachinesLeft.By(Engine);
        }

        Assert.Empty(left);
        Assert.Empty(Leftovers.Of(Engine.Folder));
        Assert.Empty(MachinesLeft.Groups(Engine));
    }

    internal Task<CommandResult> DockerAsync(params IReadOnlyList<string> words) => DockerAsync(words, string.Empty);

    /// <summary>With something on standard input.</summary>
    internal Task<CommandResult> DockerAsync(IReadOnlyList<string> words, string input) => Engine.RunAsync(["docker", .. words], input);

    /// <summary>docker run under whelk-vm, with these words behind it.</summary>
    internal Task<CommandResult> RunAsync(params IReadOnlyList<string> words) => DockerAsync(["run", "--runtime", Runtime, .. words]);

    internal Task<CommandResult> OnTerminalAsync(params IReadOnlyList<string> words) => Program.OnTerminalAsync(Engine.Inside(["docker", .. words]));

    /// <summary>Must succeed; returns its output without the last newline.</summary>
    internal async Task<string> DoAsync(params IReadOnlyList<string> words)
    {
        var result = await DockerAsync(words);
        Assert.True(result.Status.Succeeded, $"docker {string.Join(' ', words)}: {result.Error}");
        return result.Output.TrimEnd('\n');
    }

    /// <summary>A container under whelk-vm in the background; the test removes it, or disposing does.</summary>
    internal Task<string> StartAsync(string name, IReadOnlyList<string> options, string script) =>
        DoAsync(["run", "-d", "--name", name, "--runtime", Runtime, .. options, Image, "sh", "-c", script]);
}
