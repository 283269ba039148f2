using Whelk.Linux.Native;

namespace Whelk.Linux.Machine;

/// <summary>The relation of the time stamp counter to the clock, from the page that perf shares. perf_event_open(2), "time_mult".</summary>
public static class PerfClock
{
    private const int AttributeSize = 128;
    private const int PERF_TYPE_SOFTWARE = 1;
    private const ulong PERF_COUNT_SW_DUMMY = 9;
    private const ulong PERF_FLAG_FD_CLOEXEC = 8;
    private const ulong CapUserTime = 1 << 3;
    private const int PageSize = 4096;

    /// <summary>The counter's rate in kHz, or null where the kernel does not tell.</summary>
    public static unsafe long? TryTscKilohertz()
    {
        var attribute = stackalloc byte[AttributeSize];
        new Span<byte>(attribute, AttributeSize).Clear();
        *(uint*)attribute = PERF_TYPE_SOFTWARE;
        *(uint*)(attribute + 4) = AttributeSize;
        *(ulong*)(attribute + 8) = PERF_COUNT_SW_DUMMY;

        // SAFETY: struct perf_event_attr begins with u32 type, u32 size, u64 config; its size says that the rest is zero.
        var fd = Libc.syscall(Libc.SYS_perf_event_open, attribute, 0, -1, -1, PERF_FLAG_FD_CLOEXEC);
        if (fd < 0)
        {
            return null;
        }

        using var handle = Libc.Own((int)fd);
        var page = Libc.mmap(0, PageSize, Libc.PROT_READ, Libc.MAP_SHARED, handle, 0);
        if (page == -1)
        {
            return null;
        }

        // SAFETY: struct perf_event_mmap_page: u64 capabilities at 40, u16 time_shift at 50, u32 time_mult at 52; the page stays mapped until munmap.
        var bytes = (byte*)page;
        var known = (*(ulong*)(bytes + 40) & CapUserTime) != 0 && *(uint*)(bytes + 52) != 0;
        var kilohertz = known ? (1_000_000L << *(ushort*)(bytes + 50)) / *(uint*)(bytes + 52) : (long?)null;
        _ = Libc.munmap(page, PageSize);
        return kilohertz;
    }
}
