using System.Text.Json.Serialization;
using Whelk.Linux.Cgroups;

namespace Whelk.Engine.Runtimes;

/// <summary>What a runtime's <see cref="RuntimeRecord.UseCommand"/> says of a workload.</summary>
internal sealed partial record ReportedUse
{
    /// <summary>Bytes.</summary>
    public required long Memory { get; init; }

    /// <summary>Bytes.</summary>
    public long? MemoryLimit { get; init; }

    public required long Pids { get; init; }

    public long? PidsLimit { get; init; }

    /// <summary>memory.stat of cgroup v2.</summary>
    public IReadOnlyDictionary<string, long>? MemoryDetails { get; init; }

    /// <summary>What the host counts, with the workload's own memory and tasks in their places.</summary>
    internal CgroupUse In(CgroupUse host) => host with
    {
        IsUnified = true,
        Memory = Memory,
        MemoryPeak = null,
        MemoryDetails = MemoryDetails ?? new Dictionary<string, long>(),
        MemoryLimit = MemoryLimit,
        Pids = Pids,
        PidsLimit = PidsLimit,
    };

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
    [JsonSerializable(typeof(ReportedUse))]
    internal sealed partial class UseJson : JsonSerializerContext;
}
