using System.Collections.Concurrent;
using Whelk.Engine.Workloads;
using Whelk.Errors;

namespace Whelk.Engine.Execs;

/// <summary>The execs of all workloads, by id. Those of a workload go with it.</summary>
internal sealed class ExecTable
{
    private readonly ConcurrentDictionary<string, Exec> _byId = new();

    internal void Add(Exec exec) => _byId[exec.Id] = exec;

    /// <exception cref="WhelkException">NotFound, in Docker's words.</exception>
    internal Exec Find(string id) => _byId.TryGetValue(id, out var exec)
        ? exec
        : throw new WhelkException(ErrorCode.NotFound, $"No such exec instance: {id}");

    internal Exec? TryFind(string id) => _byId.GetValueOrDefault(id);

    /// <summary>Ends those that still run, as their workload has; forgets all of them.</summary>
    internal void Forget(Workload workload, int exitCode)
    {
        foreach (var exec in _byId.Values.Where(exec => exec.Workload == workload))
        {
            exec.Ended(exec.ExitCode ?? exitCode);
            _byId.TryRemove(exec.Id, out _);
        }
    }
}
