using Whelk.Guest.Protocol;

namespace Whelk.Vm.Commands;

/// <summary>What <c>use</c> prints.</summary>
internal sealed record UseReport
{
    /// <summary>Bytes.</summary>
    public required long Memory { get; init; }

    /// <summary>Bytes: the workload's limit, else what its guest has.</summary>
    public required long MemoryLimit { get; init; }

    public required long Pids { get; init; }

    /// <summary>Null: no limit.</summary>
    public long? PidsLimit { get; init; }

    /// <summary>memory.stat of cgroup v2.</summary>
    public required IReadOnlyDictionary<string, long> MemoryDetails { get; init; }

    internal static UseReport Of(GuestUse use) => new()
    {
        Memory = (long)use.Memory,
        MemoryLimit = (long)use.MemoryLimit,
        Pids = (long)use.Tasks,
        PidsLimit = use.TasksLimit > 0 ? (long)use.TasksLimit : null,
        MemoryDetails = use.MemoryDetails.DistinctBy(detail => detail.Name).ToDictionary(detail => detail.Name, detail => (long)detail.Value),
    };
}
