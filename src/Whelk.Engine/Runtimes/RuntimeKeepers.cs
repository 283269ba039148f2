using Microsoft.Win32.SafeHandles;
using Whelk.Errors;
using Whelk.Linux.Files;
using Whelk.Linux.Processes;
using Whelk.Linux.Waiting;

namespace Whelk.Engine.Runtimes;

/// <summary>
/// The processes that runtimes have beside those of their workloads (<see cref="RuntimeRecord.KeeperCommand"/>): started when first needed, started again when needed
/// after one has ended, and ended with the daemon, however that ends.
/// </summary>
internal sealed class RuntimeKeepers(string runtimes, TimeProvider time) : IAsyncDisposable
{
    // One that cannot run is not tried at each start of a workload.
    private static readonly TimeSpan Rest = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan EndBound = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Keeper> _keepers = [];
    private bool _closed;

    /// <summary>Has the runtime's keeper run, where it has one; does not wait for what it does.</summary>
    /// <returns>Completes when that is ready, or will not be.</returns>
    internal Task EnsureAsync(RuntimeRecord runtime)
    {
        if (runtime is not { KeeperCommand: { } command, Path: not null })
        {
            return Task.CompletedTask;
        }

        lock (_gate)
        {
            var now = time.GetUtcNow();
            if (!_closed && (!_keepers.TryGetValue(runtime.Name, out var keeper) || (keeper.Ended.IsCompleted && now - keeper.Started > Rest)))
            {
                _keepers.GetValueOrDefault(runtime.Name)?.Input?.Dispose();
                _keepers[runtime.Name] = TryStart(runtime, command, now);
            }

            return _keepers.TryGetValue(runtime.Name, out var running) ? running.Ready : Task.CompletedTask;
        }
    }

    /// <summary>Ends them all.</summary>
    public async ValueTask DisposeAsync()
    {
        List<Keeper> keepers;
        lock (_gate)
        {
            _closed = true;
            keepers = [.. _keepers.Values];
        }

        foreach (var keeper in keepers)
        {
            keeper.Input?.Dispose();
        }

        await Task.WhenAny(Task.WhenAll(keepers.Select(keeper => keeper.Ended)), Task.Delay(EndBound, time));
    }

    // Workloads start without it.
    private Keeper TryStart(RuntimeRecord runtime, IReadOnlyList<string> command, DateTimeOffset now)
    {
        try
        {
            return Start(runtime, command, now);
        }
        catch (WhelkException exception)
        {
            Faults.Report($"{runtime.Name}: its keeper", exception);
            return new Keeper(null, Task.CompletedTask, Task.CompletedTask, now);
        }
    }

    private Keeper Start(RuntimeRecord runtime, IReadOnlyList<string> command, DateTimeOffset now)
    {
        var invocation = runtime.Invocation(runtimes);
        using var input = Pipe.Create();
        using var output = Pipe.Create();
        using var error = Descriptor.Duplicate(new SafeFileHandle(2, ownsHandle: false));
        var process = ChildProcess.Start(new SpawnOptions { Path = invocation.Path, Arguments = ["--root", invocation.StateRoot, .. command], StandardInput = input.Read, StandardOutput = output.Write, StandardError = error });
        return new Keeper(Descriptor.Duplicate(input.Write), HearAsync(Descriptor.Duplicate(output.Read)), FollowAsync(runtime.Name, process), now);
    }

    // A line, or its end.
    private static async Task HearAsync(SafeFileHandle output)
    {
        using (output)
        {
            Descriptor.SetNonBlocking(output);
            await Descriptor.ReadAsync(output, new byte[1]);
            FdWatcher.Shared.Forget(output);
        }
    }

    private async Task FollowAsync(string name, ChildProcess process)
    {
        using (process)
        {
            var status = await process.WaitAsync();
            lock (_gate)
            {
                if (_closed)
                {
                    return;
                }
            }

            Faults.Report($"{name}: its keeper", new WhelkException(ErrorCode.Unavailable, $"ended with {status.ShellCode}; workloads start without it"));
        }
    }

    /// <param name="Input">Ends it when it is closed; null where it could not be started.</param>
    /// <param name="Ready">Completes when it has said that it is ready, or has ended.</param>
    /// <param name="Ended">Completes when it has ended.</param>
    /// <param name="Started">When it was started.</param>
    private sealed record Keeper(SafeFileHandle? Input, Task Ready, Task Ended, DateTimeOffset Started);
}
