using Whelk.Engine.Workloads;

namespace Whelk.Engine.Files;

/// <summary>Keeps a workload from being started, stopped or removed until it is disposed, which may happen more than once.</summary>
internal sealed class Standstill : IDisposable
{
    private readonly Workload _workload;
    private int _over;

    private Standstill(Workload workload) => _workload = workload;

    /// <summary>What is done once it is over.</summary>
    internal Action AtEnd { get; set; } = () => { };

    /// <summary>Waits for what is under way, and for what an earlier run has left to be cleaned up.</summary>
    internal static async Task<Standstill> BeginAsync(Workload workload, CancellationToken cancellationToken)
    {
        await workload.Gate.WaitAsync(cancellationToken);
        var standstill = new Standstill(workload);
        try
        {
            await (workload.State is WorkloadState.Running ? Task.CompletedTask : workload.CleanedUp).WaitAsync(cancellationToken);
            return standstill;
        }
        catch (Exception)
        {
            standstill.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _over, 1) == 0)
        {
            try
            {
                AtEnd();
            }
            finally
            {
                _workload.Gate.Release();
            }
        }
    }
}
