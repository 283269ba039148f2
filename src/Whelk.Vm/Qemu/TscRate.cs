using System.Globalization;
using Whelk.Errors;

namespace Whelk.Vm.Qemu;

/// <summary>How fast the host's time stamp counter runs. A guest that must measure it itself fails on a busy core.</summary>
internal static class TscRate
{
    /// <summary>From perf's clock page, which is exact; else "cpu MHz", which lies on processors that scale.</summary>
    internal static long Kilohertz() => Whelk.Linux.Machine.PerfClock.TryTscKilohertz() ?? FromCpuInfo();

    private static long FromCpuInfo()
    {
        foreach (var line in File.ReadLines("/proc/cpuinfo").Where(line => line.StartsWith("cpu MHz", StringComparison.Ordinal)))
        {
            if (double.TryParse(line.AsSpan(line.IndexOf(':', StringComparison.Ordinal) + 1), NumberStyles.Float, CultureInfo.InvariantCulture, out var megahertz))
            {
                return (long)(megahertz * 1000);
            }
        }

        throw new WhelkException(ErrorCode.Unsupported, "the rate of this host's time stamp counter is unknown");
    }
}
