using System.Text.Json;
using Whelk.Engine.Bundles;
using Whelk.Engine.Runtimes;
using Whelk.Engine.Workloads;
using Whelk.Errors;
using Whelk.Linux.Cgroups;
using Whelk.Linux.Files;
using Whelk.Oci;

namespace Whelk.Engine;

/// <summary>New limits for a workload, also while it runs, and another restart policy.</summary>
public sealed partial class WhelkEngine
{
    /// <exception cref="WhelkException">In Docker's words; nothing has changed then.</exception>
    /// <returns>What does not hold yet, in words for the user.</returns>
    public async Task<IReadOnlyList<string>> UpdateAsync(Workload workload, HostUpdate update, CancellationToken cancellationToken)
    {
        await workload.Gate.WaitAsync(cancellationToken);
        try
        {
            var before = workload.Spec;
            var host = update.ApplyTo(before.Options.Host);
            CheckUpdate(workload, update);
            ResourceBuilder.Check(host, Environment.ProcessorCount);
            List<string> warnings = [];
            if (update.ChangesLimits)
            {
                host = Fitting(Runtimes.Get(before.Runtime), host, warnings);
            }

            var spec = before with { Options = before.Options with { Host = host } };
            if (update.ChangesLimits && workload.State is WorkloadState.Running)
            {
                await UpdateInRuntimeAsync(workload, host);
            }

            _database.Update(spec);
            workload.Respecify(spec);
            Tell(workload, "update");
            return workload.State is WorkloadState.Running ? [.. warnings, .. WarningsOf(Runtimes.Get(spec.Runtime), update)] : warnings;
        }
        finally
        {
            workload.Gate.Release();
        }
    }

    private static HostOptions Fitting(RuntimeRecord runtime, HostOptions host, List<string> warnings)
    {
        RuntimeRefusal.Check(runtime, host);
        return runtime.SharesKernel ? KernelFit.Of(host, () => CgroupFeatures.Of(CgroupHierarchy.Mounted()), warnings) : host;
    }

    private static IReadOnlyList<string> WarningsOf(RuntimeRecord runtime, HostUpdate update)
    {
        (string Field, bool Asked)[] fields =
        [
            (nameof(HostUpdate.CpusetMems), !string.IsNullOrEmpty(update.CpusetMems)),
        ];
        return [.. fields.Where(field => field.Asked && runtime.LaterUpdates.ContainsKey(field.Field)).Select(field => runtime.LaterUpdates[field.Field])];
    }

    // As Docker: what is asked for by itself, then against what is there.
    private static void CheckUpdate(Workload workload, HostUpdate update)
    {
        var asked = update.ApplyTo(new HostOptions());
        if ((ResourceBuilder.ProblemOf(asked, Environment.ProcessorCount, asUpdate: true) ?? OptionRules.ProblemOfSets(asked)) is { } wrong)
        {
            throw new WhelkException(ErrorCode.InvalidArgument, wrong);
        }

        if ((workload.State is WorkloadState.Removing ? $"Container is marked for removal and cannot be \"update\"." : update.ConflictWith(workload.Spec.Options.Host)) is { } problem)
        {
            throw new WhelkException(ErrorCode.Conflict, $"Cannot update container {workload.Spec.Id}: {problem}");
        }
    }

    private async Task UpdateInRuntimeAsync(Workload workload, HostOptions host)
    {
        var file = Path.Combine(workload.Paths.Run, "update.json");
        var resources = ResourceBuilder.Build(host);
        AtomicFile.Write(file, JsonSerializer.SerializeToUtf8Bytes(resources, OciJson.Default.LinuxResources), durable: false);
        try
        {
            using var command = new RuntimeCommand(Runtimes.Get(workload.Spec.Runtime).Invocation(Paths.Runtimes));
            await command.UpdateAsync(workload.Spec.Id, file, CancellationToken.None);
        }
        catch (WhelkException exception) when (exception.Message.EndsWith("invalid argument", StringComparison.OrdinalIgnoreCase))
        {
            // The kernel does not take the value, which no rule knows: a real-time share, say, that the groups above have not.
            throw new WhelkException(ErrorCode.InvalidArgument, $"Cannot update container {workload.Spec.Id}: {exception.Message}", exception);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
