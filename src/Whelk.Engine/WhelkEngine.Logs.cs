using Whelk.Engine.Logs;
using Whelk.Engine.Workloads;
using Whelk.Errors;

namespace Whelk.Engine;

/// <summary>Reading what workloads wrote.</summary>
public sealed partial class WhelkEngine
{
    /// <summary>The lines of a workload's log, oldest first; with Follow until it has ended.</summary>
    /// <exception cref="WhelkException">Unsupported: its driver keeps nothing.</exception>
    public static IAsyncEnumerable<LogLine> ReadLogAsync(Workload workload, LogOptions options, CancellationToken cancellationToken)
    {
        if (workload.Spec.Options.Host.LogDriver == LogDriver.None)
        {
            throw new WhelkException(ErrorCode.Unsupported, "configured logging driver does not support reading");
        }

        var ended = workload.State is WorkloadState.Running ? workload.WaitAsync(WaitCondition.NotRunning, cancellationToken) : Task.CompletedTask;
        return LogReader.ReadAsync(workload.Paths.Log, options, ended, cancellationToken);
    }
}
