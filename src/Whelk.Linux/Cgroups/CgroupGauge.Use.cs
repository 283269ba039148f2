using Whelk.Linux.Machine;

namespace Whelk.Linux.Cgroups;

/// <summary>Everything at once, for statistics.</summary>
public sealed partial class CgroupGauge
{
    // What version 1 says where there is no limit: the largest number of whole pages.
    private const long NoLimit = 1L << 62;

    /// <summary>What it uses now.</summary>
    public CgroupUse Use() => hierarchies.FirstOrDefault(hierarchy => hierarchy.IsUnified && hierarchy.Has("memory")) is { } unified ? UnifiedUse(unified) : LegacyUse();

    private CgroupUse UnifiedUse(CgroupHierarchy hierarchy)
    {
        var (cpu, memory, io) = (TryRead(hierarchy, "cpu.stat"), TryRead(hierarchy, "memory.stat"), TryRead(hierarchy, "io.stat"));
        return new CgroupUse
        {
            IsUnified = true,
            Processor = Microseconds(cpu, "usage_usec"),
            ProcessorInKernel = Microseconds(cpu, "system_usec"),
            ProcessorInUser = Microseconds(cpu, "user_usec"),
            Periods = Value(cpu, "nr_periods") ?? 0,
            ThrottledPeriods = Value(cpu, "nr_throttled") ?? 0,
            Throttled = Microseconds(cpu, "throttled_usec"),
            Memory = Number(TryRead(hierarchy, "memory.current")) ?? 0,
            MemoryDetails = Values(memory),
            MemoryLimit = Number(TryRead(hierarchy, "memory.max")),
            Pids = Number(TryRead(hierarchy, "pids.current")) ?? 0,
            PidsLimit = Number(TryRead(hierarchy, "pids.max")),
            ReadBytes = SumOfWords(io, "rbytes="),
            WrittenBytes = SumOfWords(io, "wbytes="),
        };
    }

    private CgroupUse LegacyUse()
    {
        var (usage, clock, cpu) = (Legacy("cpuacct", "cpuacct.usage"), Legacy("cpuacct", "cpuacct.stat"), Legacy("cpu", "cpu.stat"));
        var bytes = Legacy("blkio", "blkio.throttle.io_service_bytes_recursive") ?? Legacy("blkio", "blkio.throttle.io_service_bytes");
        return new CgroupUse
        {
            IsUnified = false,
            Processor = TimeSpan.FromTicks((Number(usage) ?? 0) / NanosecondsPerTick),
            NanosecondsPerProcessor = Legacy("cpuacct", "cpuacct.usage_percpu")?.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(word => Number(word)).OfType<long>().ToList(),
            ProcessorInKernel = TimeSpan.FromTicks((Value(clock, "system") ?? 0) * HostClock.TicksOfUserClock),
            ProcessorInUser = TimeSpan.FromTicks((Value(clock, "user") ?? 0) * HostClock.TicksOfUserClock),
            Periods = Value(cpu, "nr_periods") ?? 0,
            ThrottledPeriods = Value(cpu, "nr_throttled") ?? 0,
            Throttled = TimeSpan.FromTicks((Value(cpu, "throttled_time") ?? 0) / NanosecondsPerTick),
            Memory = Number(Legacy("memory", "memory.usage_in_bytes")) ?? 0,
            MemoryPeak = Number(Legacy("memory", "memory.max_usage_in_bytes")),
            MemoryDetails = Values(Legacy("memory", "memory.stat")),
            MemoryLimit = Number(Legacy("memory", "memory.limit_in_bytes")) is { } limit and < NoLimit ? limit : null,
            Pids = Number(Legacy("pids", "pids.current")) ?? 0,
            PidsLimit = Number(Legacy("pids", "pids.max")),
            ReadBytes = SumOfLines(bytes, " Read "),
            WrittenBytes = SumOfLines(bytes, " Write "),
        };
    }

    private string? Legacy(string controller, string file) =>
        hierarchies.FirstOrDefault(hierarchy => !hierarchy.IsUnified && hierarchy.Has(controller)) is { } hierarchy ? TryRead(hierarchy, file) : null;

    private static Dictionary<string, long> Values(string? text)
    {
        var values = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var line in (text ?? string.Empty).Split('\n'))
        {
            if (line.Split(' ') is [var key, var word] && Number(word) is { } value)
            {
                values[key] = value;
            }
        }

        return values;
    }

    private static TimeSpan Microseconds(string? text, string key) => TimeSpan.FromMicroseconds(Value(text, key) ?? 0);

    // "8:0 rbytes=1 wbytes=2 …", a line per device.
    private static long SumOfWords(string? text, string key) => (text ?? string.Empty).Split(' ', '\n')
        .Where(word => word.StartsWith(key, StringComparison.Ordinal)).Sum(word => Number(word[key.Length..]) ?? 0);

    // "8:0 Read 1", a line per device and direction.
    private static long SumOfLines(string? text, string word) => (text ?? string.Empty).Split('\n')
        .Select(line => line.Split(word)).Where(halves => halves.Length == 2).Sum(halves => Number(halves[1]) ?? 0);
}
