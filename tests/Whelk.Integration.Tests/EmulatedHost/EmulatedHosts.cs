using Whelk.Integration.Tests.Support;
using Whelk.Testing;

namespace Whelk.Integration.Tests.EmulatedHost;

/// <summary>The emulated hosts, started together: each has one processor, and takes some minutes of one of this machine's.</summary>
public sealed class EmulatedHosts : IAsyncLifetime
{
    // The script ends the host itself after 400 s.
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(420);

    private readonly List<DirectoryInfo> _folders = [];

    /// <summary>What the checks said on one where nothing but its kernel is started.</summary>
    internal Task<EmulatedHostRun> Bare { get; private set; } = null!;

    /// <summary>What they said on one whose first process is systemd.</summary>
    internal Task<EmulatedHostRun> Systemd { get; private set; } = null!;

    /// <inheritdoc/>
    public ValueTask InitializeAsync()
    {
        (Bare, Systemd) = (RunAsync(), RunAsync("systemd"));
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(Bare, Systemd).ContinueWith(static _ => { }, TaskScheduler.Default);
        _folders.ForEach(folder => folder.Delete(recursive: true));
    }

    private async Task<EmulatedHostRun> RunAsync(params string[] arguments)
    {
        var folder = Directory.CreateTempSubdirectory("whelk-it-host-");
        _folders.Add(folder);
        var result = await Program.RunAsync(
            Checkout.File("tests/host/run"), arguments, new Dictionary<string, string> { ["TMPDIR"] = folder.FullName }, bound: Bound);
        return new EmulatedHostRun(result, [.. folder.EnumerateFileSystemInfos().Select(left => left.Name)]);
    }
}
