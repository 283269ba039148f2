using Whelk.Linux.Cgroups;
using Xunit;

namespace Whelk.Linux.Tests.Cgroups;

/// <summary>Against folders that look like a group's.</summary>
public sealed class CgroupGaugeTests : IDisposable
{
    private const long MiB = 1 << 20;
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("gauge-");

    public void Dispose() => _root.Delete(recursive: true);

    [Fact]
    public void Version_1_is_read_from_each_controllers_own_hierarchy()
    {
        Write("cpuacct/group/cpuacct.usage", "2500000000\n");
        Write("memory/group/memory.stat", $"cache 1\nshmem 1\ntotal_cache {30 * MiB}\ntotal_rss 1\ntotal_shmem {20 * MiB}\n");
        Write("memory/group/memory.max_usage_in_bytes", $"{75 * MiB}\n");
        Write("memory/group/memory.kmem.usage_in_bytes", $"{5 * MiB}\n");
        Write("memory/group/cgroup.procs", "12\n7\n");
        var gauge = new CgroupGauge([Legacy("cpuacct"), Legacy("memory")], "/group");

        Assert.Equal(TimeSpan.FromSeconds(2.5), gauge.ProcessorTime());
        Assert.Equal(new CgroupMemory(20 * MiB, 60 * MiB), gauge.Memory());
        Assert.Equal([12, 7], gauge.Processes());
    }

    [Fact]
    public void Version_2_is_read_from_the_one_hierarchy()
    {
        Write("unified/group/cpu.stat", "usage_usec 1500000\nuser_usec 1\n");
        Write("unified/group/memory.stat", $"anon 1\nfile {30 * MiB}\nkernel {5 * MiB}\nshmem {20 * MiB}\n");
        Write("unified/group/memory.peak", $"{75 * MiB}\n");
        Write("unified/group/cgroup.procs", "");
        Write("unified/group/below/cgroup.procs", "3\n");
        var gauge = new CgroupGauge([new CgroupHierarchy(Path.Combine(_root.FullName, "unified"), true, ["memory"])], "/group");

        Assert.Equal(TimeSpan.FromSeconds(1.5), gauge.ProcessorTime());
        Assert.Equal(new CgroupMemory(20 * MiB, 60 * MiB), gauge.Memory());
        Assert.Equal([3], gauge.Processes());
    }

    [Fact]
    public void Kills_for_want_of_memory_are_counted_in_both_versions()
    {
        Write("memory/group/memory.oom_control", "oom_kill_disable 0\nunder_oom 0\noom_kill 2\n");
        Write("unified/group/memory.events", "low 0\nmax 7\noom 1\noom_kill 1\noom_group_kill 9\n");

        Assert.Equal(2, new CgroupGauge([Legacy("memory")], "/group").MemoryKills());
        Assert.Equal(1, new CgroupGauge([new CgroupHierarchy(Path.Combine(_root.FullName, "unified"), true, ["memory"])], "/group").MemoryKills());
        Assert.Equal(0, new CgroupGauge([Legacy("memory")], "/other").MemoryKills());
    }

    [Fact]
    public void A_kernel_without_a_high_water_mark_gives_the_rest()
    {
        Write("unified/group/memory.stat", $"file {30 * MiB}\nshmem {20 * MiB}\n");
        var gauge = new CgroupGauge([new CgroupHierarchy(Path.Combine(_root.FullName, "unified"), true, ["memory"])], "/group");

        Assert.Equal(new CgroupMemory(20 * MiB, null), gauge.Memory());
    }

    [Fact]
    public void A_group_that_is_not_there_is_empty_and_no_error()
    {
        var gauge = new CgroupGauge([Legacy("memory"), Legacy("cpuacct")], "/none");

        Assert.Empty(gauge.Processes());
        Assert.Null(gauge.Memory());
        Assert.Null(gauge.ProcessorTime());
    }

    [Fact]
    public void The_group_of_this_very_process_is_read()
    {
        var hierarchies = CgroupHierarchy.Mounted();
        var gauge = new CgroupGauge(hierarchies, "/");

        Assert.Contains(Environment.ProcessId, hierarchies.SelectMany(hierarchy => new CgroupGauge([hierarchy], "/").Processes()));
        Assert.NotNull(gauge.ProcessorTime());
    }

    private CgroupHierarchy Legacy(string controller) => new(Path.Combine(_root.FullName, controller), false, [controller]);

    private void Write(string path, string text)
    {
        var file = Path.Combine(_root.FullName, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }
}
