namespace Whelk.Linux.Cgroups;

/// <summary>
/// Reads what a group and the groups below it use, from whichever hierarchies have it. Nothing is an error: what cannot be read, also
/// because the group is not there yet or any more, is null or empty. Kernel documentation, cgroup-v1/memory, cgroup-v1/cpuacct, cgroup-v2.
/// </summary>
/// <param name="hierarchies">As <see cref="CgroupHierarchy.Mounted"/> gives them.</param>
/// <param name="path">The group, as "/a/b".</param>
public sealed partial class CgroupGauge(IReadOnlyList<CgroupHierarchy> hierarchies, string path)
{
    private const int NanosecondsPerTick = 100;

    /// <summary>The processes in it and in the groups below it.</summary>
    public IReadOnlyList<int> Processes()
    {
        foreach (var directory in hierarchies.Select(DirectoryIn))
        {
            var found = ProcessesIn(directory);
            if (found.Count > 0)
            {
                return found;
            }
        }

        return [];
    }

    /// <summary>The processor time that its processes have used so far.</summary>
    public TimeSpan? ProcessorTime() => hierarchies.Select(ProcessorTimeIn).FirstOrDefault(time => time is not null);

    /// <summary>The memory that it is charged with.</summary>
    public CgroupMemory? Memory() => hierarchies.Select(MemoryIn).FirstOrDefault(memory => memory is not null);

    /// <summary>How many processes in it, or in the groups below it, were killed because its memory had run out.</summary>
    public long MemoryKills() => hierarchies.Where(hierarchy => hierarchy.Has("memory")).Select(hierarchy => Value(TryRead(hierarchy, hierarchy.IsUnified ? "memory.events" : "memory.oom_control"), "oom_kill") ?? 0).Sum();

    private TimeSpan? ProcessorTimeIn(CgroupHierarchy hierarchy)
    {
        if (hierarchy.IsUnified)
        {
            return Value(TryRead(hierarchy, "cpu.stat"), "usage_usec") is { } microseconds ? TimeSpan.FromMicroseconds(microseconds) : null;
        }

        return hierarchy.Has("cpuacct") && Number(TryRead(hierarchy, "cpuacct.usage")) is { } nanoseconds
            ? TimeSpan.FromTicks(nanoseconds / NanosecondsPerTick)
            : null;
    }

    private CgroupMemory? MemoryIn(CgroupHierarchy hierarchy)
    {
        var stat = TryRead(hierarchy, "memory.stat");
        var (all, shared, peak, kernel) = hierarchy.IsUnified
            ? (Value(stat, "file"), Value(stat, "shmem"), Number(TryRead(hierarchy, "memory.peak")), Value(stat, "kernel"))
            : (Value(stat, "total_cache"), Value(stat, "total_shmem"), Number(TryRead(hierarchy, "memory.max_usage_in_bytes")), Number(TryRead(hierarchy, "memory.kmem.usage_in_bytes")));
        return shared is { } tmpfs
            ? new CgroupMemory(tmpfs, peak - (all - tmpfs) - (kernel ?? 0) is { } own ? Math.Max(0, own) : null)
            : null;
    }

    private string DirectoryIn(CgroupHierarchy hierarchy) => Path.Join(hierarchy.MountPoint, path);

    private string? TryRead(CgroupHierarchy hierarchy, string file) => TryRead(Path.Combine(DirectoryIn(hierarchy), file));

    private static List<int> ProcessesIn(string directory)
    {
        try
        {
            List<int> found = [.. Numbers(TryRead(Path.Combine(directory, "cgroup.procs")))];
            foreach (var below in Directory.Exists(directory) ? Directory.EnumerateDirectories(directory) : [])
            {
                found.AddRange(ProcessesIn(below));
            }

            return found;
        }
        catch (IOException)
        {
            // It went away meanwhile.
            return [];
        }
    }

    private static IEnumerable<int> Numbers(string? text) => (text ?? string.Empty).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse);

    private static long? Number(string? text) => long.TryParse(text?.Trim(), out var number) ? number : null;

    // Lines of "key value".
    private static long? Value(string? text, string key)
    {
        foreach (var line in (text ?? string.Empty).Split('\n'))
        {
            if (line.Length > key.Length && line[key.Length] == ' ' && line.StartsWith(key, StringComparison.Ordinal))
            {
                return Number(line[key.Length..]);
            }
        }

        return null;
    }

    private static string? TryRead(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
