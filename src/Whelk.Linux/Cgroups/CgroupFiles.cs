namespace Whelk.Linux.Cgroups;

/// <summary>Which file of which controller a limit is written to, and how.</summary>
internal static class CgroupFiles
{
    internal static IEnumerable<(string Controller, string File, string Value)> Legacy(CgroupLimits limits)
    {
        if (limits.Memory is { } memory)
        {
            yield return ("memory", "memory.limit_in_bytes", $"{memory}");
        }

        if (limits.CpuShares is > 0 and { } shares)
        {
            yield return ("cpu", "cpu.shares", $"{shares}");
        }

        if (limits.CpuPeriod is > 0 and { } period)
        {
            yield return ("cpu", "cpu.cfs_period_us", $"{period}");
        }

        if (limits.CpuQuota is { } quota && quota != 0)
        {
            yield return ("cpu", "cpu.cfs_quota_us", $"{quota}");
        }

        if (limits.Cpus is { Length: > 0 } cpus)
        {
            yield return ("cpuset", "cpuset.cpus", cpus);
        }

        if (limits.Pids is { } pids)
        {
            yield return ("pids", "pids.max", pids > 0 ? $"{pids}" : "max");
        }
    }

    internal static IEnumerable<(string Controller, string File, string Value)> Unified(CgroupLimits limits)
    {
        if (limits.Memory is { } memory)
        {
            yield return ("memory", "memory.max", memory < 0 ? "max" : $"{memory}");
        }

        if (limits.CpuShares is > 0 and { } shares)
        {
            // runc's conversion of 2..262144 to 1..10000.
            yield return ("cpu", "cpu.weight", $"{1 + ((Math.Clamp(shares, 2, 262144) - 2) * 9999 / 262142)}");
        }

        if (limits.CpuQuota is not null || limits.CpuPeriod is not null)
        {
            yield return ("cpu", "cpu.max", $"{(limits.CpuQuota is > 0 and { } quota ? $"{quota}" : "max")} {limits.CpuPeriod ?? 100000}");
        }

        if (limits.Cpus is { Length: > 0 } cpus)
        {
            yield return ("cpuset", "cpuset.cpus", cpus);
        }

        if (limits.Pids is { } pids)
        {
            yield return ("pids", "pids.max", pids > 0 ? $"{pids}" : "max");
        }
    }
}
