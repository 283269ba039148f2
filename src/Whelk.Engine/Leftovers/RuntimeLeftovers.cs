using Whelk.Engine.Monitors.Protocol;
using Whelk.Engine.Runtimes;
using Whelk.Linux.Files;

namespace Whelk.Engine.Leftovers;

/// <summary>What runtimes keep of workloads that do not live. The runtime itself removes it: it knows what belongs to it.</summary>
internal static class RuntimeLeftovers
{
    internal static IReadOnlyList<Leftover> Of(LeftoverScope scope) => [.. scope.Runtimes.Where(runtime => runtime.Path is not null).SelectMany(runtime => Of(scope, runtime))];

    private static IEnumerable<Leftover> Of(LeftoverScope scope, RuntimeRecord runtime)
    {
        var invocation = runtime.Invocation(scope.Paths.Runtimes);

        // What begins with a dot is the runtime's own.
        var states = Directory.Exists(invocation.StateRoot) ? Directory.GetDirectories(invocation.StateRoot).Where(folder => Path.GetFileName(folder)[0] != '.').ToList() : [];
        var owned = scope.Owned();
        return states.Where(folder => !owned.Contains(LeftoverScope.Short(Path.GetFileName(folder))) && Directory.Exists(folder))
            .Select(folder => new Leftover($"state of workload {LeftoverScope.Short(Path.GetFileName(folder))} in {runtime.Name}", () => RemoveAsync(invocation, folder)));
    }

    private static async Task RemoveAsync(RuntimeInvocation invocation, string folder)
    {
        using var command = new RuntimeCommand(invocation);
        await command.DeleteAsync(Path.GetFileName(folder), CancellationToken.None);
        if (Directory.Exists(folder))
        {
            // It takes one that was cut off while it was made for none.
            using var parent = DirectoryHandle.Open(invocation.StateRoot);
            parent.RemoveTree(FilePath.From(Path.GetFileName(folder)));
        }
    }
}
