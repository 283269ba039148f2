using Whelk.Engine.Logs;
using Whelk.Engine.Workloads;

namespace Whelk.Engine;

/// <summary>Reading what workloads wrote.</summary>
public sealed partial class WhelkEngine
{
    /// <summary>The lines of a workload's log, oldest first; with Follow until it has ended.</summary>
    public static IAsyncEnumerable<LogLine> ReadLogAsync(Workload workload, LogOptions options, CancellationToken cancellationToken)
    {
        var ended = workload.State is WorkloadState.Running ? workload.WaitAsync(WaitCondition.NotRunning, cancellationToken) : Task.CompletedTask;
        return LogReader.ReadAsync(workload.Paths.Log, options, ended, cancellationToken);
    }
}
