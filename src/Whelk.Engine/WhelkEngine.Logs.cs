using Whelk.Engine.Logs;
using Whelk.Engine.Workloads;
using Whelk.Errors;

namespace Whelk.Engine;

/// <summary>Reading what workloads wrote.</summary>
public sealed partial class WhelkEngine
{
    /// <summary>The lines of a workload's log, oldest first; with Follow until it has ended.</summary>
    /// <exception cref="WhelkException">Unsupported: its driver keeps nothing.</exception>
    public static IAsyncEnumerable<LogLine> ReadLogAsync(Workload workload, LogOptions options, CancellationToken cancellationToken) =>
        ReadLogAsync(workload, options, () => workload.State is WorkloadState.Running ? workload.WaitAsync(WaitCondition.NotRunning, cancellationToken) : Task.CompletedTask, cancellationToken);

    /// <summary>The same; with Follow until what is asked for at the first end of the log has completed, and to the end that the log has by then.</summary>
    /// <exception cref="WhelkException">Unsupported: its driver keeps nothing.</exception>
    public static IAsyncEnumerable<LogLine> ReadLogAsync(Workload workload, LogOptions options, Func<Task> ended, CancellationToken cancellationToken)
    {
        if (workload.Spec.Options.Host.LogDriver == LogDriver.None)
        {
            throw new WhelkException(ErrorCode.Unsupported, "configured logging driver does not support reading");
        }

        return LogReader.ReadAsync(workload.Paths.Log, options, ended, cancellationToken);
    }
}
