namespace Whelk.Linux.Machine;

/// <summary>How much memory the machine has, whatever control group asks. proc_meminfo(5).</summary>
public static class HostMemory
{
    /// <summary>In bytes.</summary>
    public static long Total => Read("MemTotal:");

    /// <summary>How much of it can be had without swapping, in bytes, as the kernel estimates it.</summary>
    public static long Available => Read("MemAvailable:");

    private static long Read(string name)
    {
        var line = File.ReadLines("/proc/meminfo").First(line => line.StartsWith(name, StringComparison.Ordinal));
        return long.Parse(line.AsSpan(name.Length, line.Length - name.Length - "kB".Length).Trim()) << 10;
    }
}
