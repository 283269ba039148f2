namespace Whelk.Linux.Machine;

/// <summary>How much memory the machine has, whatever control group asks. proc_meminfo(5).</summary>
public static class HostMemory
{
    /// <summary>In bytes.</summary>
    public static long Total
    {
        get
        {
            const string Name = "MemTotal:";
            var line = File.ReadLines("/proc/meminfo").First(line => line.StartsWith(Name, StringComparison.Ordinal));
            return long.Parse(line.AsSpan(Name.Length, line.Length - Name.Length - "kB".Length).Trim()) << 10;
        }
    }
}
