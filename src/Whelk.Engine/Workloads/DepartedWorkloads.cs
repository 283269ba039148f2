namespace Whelk.Engine.Workloads;

/// <summary>
/// Workloads that removed themselves a moment ago. A client that starts one and then waits for it may come after its whole life, which Docker's
/// pace hides: it is told the exit code that it asks for.
/// </summary>
internal sealed class DepartedWorkloads(TimeProvider time)
{
    private const int Most = 256;
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(10);
    private readonly Queue<(DateTimeOffset At, Workload Workload)> _departed = [];
    private readonly Lock _gate = new();

    internal void Add(Workload workload)
    {
        lock (_gate)
        {
            Forget();
            _departed.Enqueue((time.GetUtcNow(), workload));
        }
    }

    /// <summary>The one of this id; null when there is none, or its time is over.</summary>
    internal Workload? Find(string id)
    {
        lock (_gate)
        {
            Forget();
            return _departed.FirstOrDefault(departed => departed.Workload.Spec.Id == id).Workload;
        }
    }

    private void Forget()
    {
        while (_departed.TryPeek(out var oldest) && (_departed.Count >= Most || time.GetUtcNow() - oldest.At > Kept))
        {
            _departed.Dequeue();
        }
    }
}
