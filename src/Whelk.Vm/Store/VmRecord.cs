namespace Whelk.Vm.Store;

/// <summary>What <c>create</c> writes down of a VM: enough for <c>delete --force</c> to clean up from --root alone.</summary>
internal sealed record VmRecord
{
    public required string Id { get; init; }

    public required string Bundle { get; init; }

    public required string Created { get; init; }

    /// <summary>The id of the sandbox whose machine it is in; null where it has one of its own.</summary>
    public string? Sandbox { get; init; }

    /// <summary>0 until the monitor runs.</summary>
    public int MonitorPid { get; init; }

    /// <summary>The monitor's start time in clock ticks since boot: a pid alone may be another process by now.</summary>
    public ulong MonitorStart { get; init; }

    /// <summary>The directories of its control group, absolute.</summary>
    public IReadOnlyList<string> Cgroups { get; init; } = [];

    /// <summary>Those of them, and of their parents, that were made for it.</summary>
    public IReadOnlyList<string> CgroupsMade { get; init; } = [];
}
