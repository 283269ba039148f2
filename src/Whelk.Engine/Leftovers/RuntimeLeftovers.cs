using Whelk.Engine.Runtimes;

namespace Whelk.Engine.Leftovers;

/// <summary>What runtimes keep of workloads that do not live, and calls of them that nobody waits for.</summary>
internal static class RuntimeLeftovers
{
    internal static IReadOnlyList<Leftover> Of(LeftoverScope scope) =>
    [
        .. scope.Runtimes.SelectMany(runtime => CallsOf(scope, Path.Combine(scope.Paths.Runtimes, runtime.Name), runtime.Name)),
        .. scope.Runtimes.Where(runtime => runtime.Path is not null).SelectMany(runtime => StatesOf(scope, runtime)),
    ];

    private static IEnumerable<Leftover> CallsOf(LeftoverScope scope, string stateRoot, string name)
    {
        var calls = RuntimeCalls.Of(stateRoot);
        var owned = scope.Owned();
        return calls.Where(call => !owned.Contains(LeftoverScope.Short(call.Id)))
            .Select(call => ProcessEnd.Of(call.Pid, $"of {name} for workload {LeftoverScope.Short(call.Id)}", () => RuntimeCalls.Is(call.Pid, stateRoot, call.Id)));
    }

    private static IEnumerable<Leftover> StatesOf(LeftoverScope scope, RuntimeRecord runtime)
    {
        var invocation = runtime.Invocation(scope.Paths.Runtimes);

        // What begins with a dot is the runtime's own.
        var states = Directory.Exists(invocation.StateRoot) ? Directory.GetDirectories(invocation.StateRoot).Where(folder => Path.GetFileName(folder)[0] != '.').ToList() : [];
        var owned = scope.Owned();
        return states.Where(folder => !owned.Contains(LeftoverScope.Short(Path.GetFileName(folder))) && Directory.Exists(folder))
            .Select(folder => new Leftover($"state of workload {LeftoverScope.Short(Path.GetFileName(folder))} in {runtime.Name}", () => RuntimeRemains.RemoveAsync(invocation, Path.GetFileName(folder), cgroup: null)));
    }
}
