using System.Text.Json.Serialization;

namespace Whelk.Engine.Workloads;

/// <summary>What a workload may do to block devices, compared with others and at most.</summary>
public sealed record BlockIoOptions
{
    /// <summary>10 to 1000; 0 is the kernel's own.</summary>
    public long Weight { get; init; }

    public IReadOnlyList<DeviceRate> WeightDevice { get; init; } = [];

    public IReadOnlyList<DeviceRate> ReadBps { get; init; } = [];

    public IReadOnlyList<DeviceRate> WriteBps { get; init; } = [];

    public IReadOnlyList<DeviceRate> ReadIOps { get; init; } = [];

    public IReadOnlyList<DeviceRate> WriteIOps { get; init; } = [];

    /// <summary>Every device that it names.</summary>
    internal IEnumerable<DeviceRate> Devices => [.. WeightDevice, .. ReadBps, .. WriteBps, .. ReadIOps, .. WriteIOps];

    [JsonIgnore]
    public bool AsksForNothing => Weight == 0 && !Devices.Any();
}
