using Whelk.Engine.Runtimes;
using Whelk.Linux.Processes;
using Whelk.Linux.Signals;
using Whelk.Testing;
using Xunit;

namespace Whelk.Engine.Tests.Runtimes;

/// <summary>The process that a runtime has beside its workloads: one, as long as the daemon lives. The runtime here is a script that writes down that it was started.</summary>
public sealed class RuntimeKeepersTests : IDisposable
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);

    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Ensure_starts_one_with_its_root_and_the_end_of_the_daemon_ends_it()
    {
        var keepers = new RuntimeKeepers(_folder, TimeProvider.System);
        var runtime = Runtime();
        _ = keepers.EnsureAsync(runtime);
        _ = keepers.EnsureAsync(runtime);
        var lines = await StartsAsync(1);
        await keepers.DisposeAsync();
        _ = keepers.EnsureAsync(runtime);
        Assert.Equal(Assert.Single(lines), Assert.Single(await StartsAsync(1)));
        Assert.EndsWith($" --root {_folder["fake"]} warm --while-input", lines[0], StringComparison.Ordinal);
        Assert.False(Directory.Exists($"/proc/{lines[0].Split(' ')[0]}"));
    }

    [Fact]
    public async Task Ensure_starts_another_where_one_was_killed_but_not_at_once()
    {
        var time = new ManualClock(DateTimeOffset.UnixEpoch);
        await using var keepers = new RuntimeKeepers(_folder, time);
        _ = keepers.EnsureAsync(Runtime());
        var pid = int.Parse((await StartsAsync(1))[0].Split(' ')[0]);
        CurrentProcess.Kill(pid, SignalNumber.SIGKILL);
        await EventuallyAsync(() => !Directory.Exists($"/proc/{pid}"));
        _ = keepers.EnsureAsync(Runtime());
        time.Advance(TimeSpan.FromMinutes(2));

        // The end is heard of a moment later.
        await EventuallyAsync(() =>
        {
            _ = keepers.EnsureAsync(Runtime());
            return Starts().Length == 2;
        });
        Assert.Equal(2, (await StartsAsync(2)).Length);
    }

    [Fact]
    public async Task Ensure_completes_when_the_keeper_says_so_and_when_it_ends()
    {
        await using var keepers = new RuntimeKeepers(_folder, TimeProvider.System);
        var ready = keepers.EnsureAsync(Runtime());
        var pid = int.Parse((await StartsAsync(1))[0].Split(' ')[0]);
        Assert.False(ready.IsCompleted);
        _folder.File("ready", string.Empty);
        await ready.WaitAsync(Bound);
        CurrentProcess.Kill(pid, SignalNumber.SIGKILL);
        await keepers.EnsureAsync(Runtime()).WaitAsync(Bound);
    }

    [Fact]
    public async Task Ensure_stands_in_nobodys_way_where_the_runtime_is_gone()
    {
        await using var keepers = new RuntimeKeepers(_folder, TimeProvider.System);
        Assert.True(keepers.EnsureAsync(Runtime() with { Path = _folder["gone"] }).IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Ensure_leaves_runtimes_without_a_keeper_alone()
    {
        await using var keepers = new RuntimeKeepers(_folder, TimeProvider.System);
        Assert.True(keepers.EnsureAsync(Runtime() with { KeeperCommand = null }).IsCompleted);
        Assert.Empty(Starts());
    }

    private RuntimeRecord Runtime()
    {
        var path = _folder["runtime"];
        if (!File.Exists(path))
        {
            _folder.File("runtime", $"#!/bin/sh\necho \"$$ $*\" >> {_folder["started"]}\n(while [ -d {_folder.Path} ] && [ ! -e {_folder["ready"]} ]; do sleep 0.05; done; echo ready) &\nexec cat > /dev/null\n");
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        return new RuntimeRecord { Name = "fake", Isolation = "vm", Path = path, Root = RootForm.Image, Package = "fake", HostNeeds = [], KeeperCommand = ["warm", "--while-input"] };
    }

    private string[] Starts() => File.Exists(_folder["started"]) ? File.ReadAllLines(_folder["started"]) : [];

    private async Task<string[]> StartsAsync(int count)
    {
        await EventuallyAsync(() => Starts().Length >= count);
        return Starts();
    }

    private static async Task EventuallyAsync(Func<bool> condition)
    {
        using var bound = new CancellationTokenSource(Bound);
        while (!condition())
        {
            bound.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
