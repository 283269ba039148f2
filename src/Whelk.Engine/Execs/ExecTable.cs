using System.Collections.Concurrent;
using Whelk.Engine.Workloads;
using Whelk.Errors;

namespace Whelk.Engine.Execs;

/// <summary>The execs of all workloads, by id. Those of a workload end with it; one that has ended can be asked about for a while.</summary>
internal sealed class ExecTable(TimeProvider time)
{
    // A client asks for the exit code when the streams end, and may be late. moby forgets them after as long (daemon/exec.go).
    private static readonly TimeSpan KeptAfterItsEnd = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<string, Exec> _byId = new();

    /// <summary>Knows an exec until some minutes after its end.</summary>
    /// <returns>Completes when it is forgotten.</returns>
    internal async Task KeepAsync(Exec exec)
    {
        _byId[exec.Id] = exec;
        await exec.Exited;
        await Task.Delay(KeptAfterItsEnd, time);
        _byId.TryRemove(exec.Id, out _);
    }

    /// <exception cref="WhelkException">NotFound, in Docker's words.</exception>
    internal Exec Find(string id) => _byId.TryGetValue(id, out var exec)
        ? exec
        : throw new WhelkException(ErrorCode.NotFound, $"No such exec instance: {id}");

    /// <summary>The ids of those of a workload that run.</summary>
    internal IReadOnlyList<string> RunningOf(Workload workload) => [.. _byId.Values.Where(exec => exec.Workload == workload && exec.Running).Select(exec => exec.Id)];

    internal Exec? TryFind(string id) => _byId.GetValueOrDefault(id);

    /// <summary>Ends those that have not ended, as their workload has.</summary>
    internal void End(Workload workload, int exitCode)
    {
        foreach (var exec in _byId.Values.Where(exec => exec.Workload == workload))
        {
            exec.Ended(exitCode);
        }
    }
}
