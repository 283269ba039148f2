using Whelk.Engine.Monitors.Protocol;
using Whelk.Errors;
using Whelk.Linux.Cgroups;
using Whelk.Linux.Files;

namespace Whelk.Engine.Runtimes;

/// <summary>What is left of a workload in its runtime when its monitor was killed, at whatever step.</summary>
internal static class RuntimeRemains
{
    /// <summary>Removes all of it. Idempotent. A call that is still creating it is cut off first: it would make what is being removed.</summary>
    /// <param name="runtime">The workload's.</param>
    /// <param name="id">The workload's.</param>
    /// <param name="cgroup">The workload's control group.</param>
    internal static async Task RemoveAsync(RuntimeInvocation runtime, string id, string? cgroup)
    {
        await RuntimeCalls.EndAsync(runtime.StateRoot, id, onlyMaking: true);
        WhelkException? refusal = null;
        using (var command = new RuntimeCommand(runtime))
        {
            try
            {
                await command.DeleteAsync(id, CancellationToken.None);
            }
            catch (WhelkException exception)
            {
                // It knows nothing of what was cut off while it was made.
                refusal = exception;
            }
        }

        await RuntimeCalls.EndAsync(runtime.StateRoot, id, onlyMaking: false);
        if (cgroup is not null)
        {
            await Cgroup.Existing(cgroup).RemoveAsync(CancellationToken.None);
        }

        if (Directory.Exists(Path.Combine(runtime.StateRoot, id)))
        {
            if (refusal is not null)
            {
                Faults.Report($"removing {id} from {runtime.Name} by hand", refusal);
            }

            using var parent = DirectoryHandle.Open(runtime.StateRoot);
            parent.RemoveTree(FilePath.From(id));
        }
    }
}
