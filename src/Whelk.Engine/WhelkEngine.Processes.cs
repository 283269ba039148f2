using System.Text;
using Whelk.Engine.Inside;
using Whelk.Engine.Processes;
using Whelk.Engine.Runtimes;
using Whelk.Engine.Workloads;
using Whelk.Errors;

namespace Whelk.Engine;

/// <summary>The processes of a workload.</summary>
public sealed partial class WhelkEngine
{
    private const string UsualProcesses = "-ef";
    private const int LongestProcessTable = 1 << 20;

    /// <summary>What ps(1) shows of a workload's processes.</summary>
    /// <param name="workload">The workload.</param>
    /// <param name="arguments">Those of ps; empty for the usual ones.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="WhelkException">In Docker's words; Conflict: it does not run.</exception>
    public async Task<ProcessList> ListProcessesAsync(Workload workload, string? arguments, CancellationToken cancellationToken)
    {
        await workload.SettleAsync(cancellationToken);
        if (workload.State is not WorkloadState.Running running)
        {
            throw new WhelkException(ErrorCode.Conflict, workload.State is WorkloadState.Restarting
                ? $"Container {workload.Spec.Id} is restarting, wait until the container is running"
                : $"container {workload.Spec.Id} is not running");
        }

        var wanted = string.IsNullOrWhiteSpace(arguments) ? UsualProcesses : arguments;
        var runtime = Runtimes.Get(workload.Spec.Runtime);
        var list = runtime.InsideCommand is { } command
            ? await ListInsideAsync(workload, running, runtime, command, wanted, cancellationToken)
            : await HostPs.ListAsync(wanted, await PidsOfAsync(workload, runtime, cancellationToken), cancellationToken);
        Tell(workload, "top");
        return list;
    }

    private async Task<ProcessList> ListInsideAsync(Workload workload, WorkloadState.Running running, RuntimeRecord runtime, string command, string arguments, CancellationToken cancellationToken)
    {
        var columns = ProcessColumns.Of(arguments);
        if (running.Paused)
        {
            throw new WhelkException(ErrorCode.Conflict, $"container {workload.Spec.Id} is paused, unpause the container before its processes are looked at");
        }

        var look = new InsideLook(runtime.Invocation(Paths.Runtimes), command, workload.Spec.Id);
        return ProcessList.Parse(Encoding.UTF8.GetString(await look.AskAsync([InsideWords.Processes, columns], LongestProcessTable, cancellationToken)), null);
    }

    private async Task<IReadOnlyList<int>> PidsOfAsync(Workload workload, RuntimeRecord runtime, CancellationToken cancellationToken)
    {
        using var call = new RuntimeCommand(runtime.Invocation(Paths.Runtimes));
        return await call.ProcessesAsync(workload.Spec.Id, cancellationToken);
    }
}
