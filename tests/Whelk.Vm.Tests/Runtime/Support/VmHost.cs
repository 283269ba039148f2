using System.Text.Json;
using Whelk.Linux.Cgroups;
using Whelk.Linux.Processes;
using Whelk.Oci;
using Whelk.Oci.Runtime;
using Whelk.Testing;
using Whelk.Vm.Tests.Runtime.Support;
using Xunit;

[assembly: AssemblyFixture(typeof(VmHost))]

namespace Whelk.Vm.Tests.Runtime.Support;

/// <summary>The built whelk-vm with a --root of its own, and the built-in image in both forms that a root can have.</summary>
public class VmHost : IAsyncLifetime
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(120);

    private readonly ScratchFolder _scratch = new();
    private readonly Dictionary<string, Task<TestVm>> _shared = [];
    private readonly Lock _gate = new();
    private int _folders;

    internal string Folder => _scratch.Path;

    internal string Root => Path.Combine(Folder, "root");

    /// <summary>The built-in image as an EROFS file.</summary>
    internal string Image => Path.Combine(Folder, "base.erofs");

    /// <summary>Below which control groups are made.</summary>
    internal string CgroupParent => $"/{Path.GetFileName(Folder)}";

    public virtual async ValueTask InitializeAsync()
    {
        // What create starts is re-parented to its caller: that is how callers learn the exit status.
        CurrentProcess.BecomeSubreaper();
        await NewRootFolderAsync();
        await DoAsync("/usr/bin/mkfs.erofs", Image, Path.Combine(Folder, "rootfs0"));
    }

    public virtual async ValueTask DisposeAsync()
    {
        foreach (var vm in _shared.Values)
        {
            await (await vm).DisposeAsync();
        }

        // Which of the machines has made it is not always the last to go.
        await Cgroup.Existing(CgroupParent).RemoveAsync(CancellationToken.None);
        _scratch.Dispose();
    }

    /// <summary>The image unpacked once more, for one VM to write in.</summary>
    internal async Task<string> NewRootFolderAsync()
    {
        var folder = _scratch.Folder($"rootfs{Interlocked.Increment(ref _folders) - 1}");
        await DoAsync("/bin/tar", "-xf", Checkout.Built("base.tar"), "-C", folder);
        return folder;
    }

    /// <summary>A folder with a config.json.</summary>
    internal string Bundle(string id, RuntimeSpec config)
    {
        var bundle = _scratch.Folder($"bundle-{id}");
        File.WriteAllBytes(Path.Combine(bundle, "config.json"), JsonSerializer.SerializeToUtf8Bytes(config, OciJson.Default.RuntimeSpec));
        return bundle;
    }

    /// <summary>A VM that several tests use, each leaving it as it was.</summary>
    internal Task<TestVm> SharedAsync(string name, Func<Task<TestVm>> start)
    {
        lock (_gate)
        {
            return _shared.TryGetValue(name, out var vm) ? vm : _shared[name] = start();
        }
    }

    /// <summary>whelk-vm with these words.</summary>
    internal Task<CommandResult> VmAsync(params IReadOnlyList<string> words) => VmAsync(words, string.Empty);

    /// <inheritdoc cref="VmAsync(IReadOnlyList{string})"/>
    internal async Task<CommandResult> VmAsync(IReadOnlyList<string> words, string input)
    {
        using var bound = new CancellationTokenSource(Bound);
        return await CommandRunner.RunAsync(Options(words), System.Text.Encoding.UTF8.GetBytes(input), bound.Token);
    }

    /// <summary>The same, which must succeed; returns its output.</summary>
    internal async Task<string> DoVmAsync(params IReadOnlyList<string> words)
    {
        var result = await VmAsync(words);
        Assert.True(result.Status.Succeeded, $"whelk-vm {string.Join(' ', words)}: {result.Error}");
        return result.Output;
    }

    internal virtual SpawnOptions Options(IReadOnlyList<string> words) => new() { Path = Checkout.Built("whelk-vm"), Arguments = ["--root", Root, .. words] };

    internal static async Task<string> DoAsync(string program, params IReadOnlyList<string> words)
    {
        using var bound = new CancellationTokenSource(Bound);
        var result = await CommandRunner.RunAsync(new SpawnOptions { Path = program, Arguments = words }, default, bound.Token);
        Assert.True(result.Status.Succeeded, $"{program} {string.Join(' ', words)}: {result.Error}");
        return result.Output;
    }
}
