namespace Whelk.Guest.Processes;

/// <summary>The machine's workloads, by the streams of their first processes. Each is there as soon as it is spoken of.</summary>
internal sealed class Workloads
{
    /// <summary>The stream of the machine's first workload.</summary>
    internal const ushort First = 1;

    private readonly Dictionary<ushort, Workload> _workloads = [];

    // Their last processes may not have ended yet.
    private readonly List<WorkloadGroup> _ending = [];

    /// <param name="stream">Of its first process; 0 is the machine's first workload.</param>
    internal Workload Of(ushort stream)
    {
        var named = stream == 0 ? First : stream;
        return _workloads.TryGetValue(named, out var workload) ? workload : _workloads[named] = new Workload(named, Forget);
    }

    /// <summary>Takes away what groups of workloads that were dissolved are empty by now.</summary>
    internal void Tidy() => _ending.RemoveAll(static group => group.TryRemove());

    private void Forget(Workload workload)
    {
        _workloads.Remove(workload.Stream);
        _ending.Add(workload.Group);
        Tidy();
    }
}
