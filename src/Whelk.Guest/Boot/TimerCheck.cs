namespace Whelk.Guest.Boot;

/// <summary>
/// Whether this machine's timer keeps time. Without a deadline timer (under emulation) the kernel measures the local APIC's timer against
/// the time stamp counter, and on a busy host the emulated processor may stand still in between: then the timer is taken for
/// a faster one, so that every sleep is too long, or for none at all, and the guest stops at its first. It cannot be measured again.
/// </summary>
internal static class TimerCheck
{
    private const string Device = "Clock Event Device: ";
    private const string Measured = "lapic";

    // QEMU's APIC bus runs at 1 GHz, and Linux has the timer count every 16th cycle.
    private const double Rate = 1e9 / 16;
    private const double Tolerance = 0.3;

    /// <summary>What is wrong with the timer, or null. From the text of /proc/timer_list.</summary>
    internal static string? Fault(string timerList)
    {
        var lines = timerList.Split('\n');
        var devices = lines.Index().Where(line => line.Item.StartsWith(Device, StringComparison.Ordinal) && !line.Item.EndsWith("<NULL>", StringComparison.Ordinal)).ToList();
        if (devices.Count == 0)
        {
            return "the kernel found no timer";
        }

        var (at, name) = devices[0];
        if (name[Device.Length..] != Measured)
        {
            return null;
        }

        var rate = Field(lines.Skip(at), "mult:") * 1e9 / Math.Pow(2, Field(lines.Skip(at), "shift:"));
        return Math.Abs(rate / Rate - 1) <= Tolerance ? null : $"the kernel measured its timer as {rate / 1e6:F1} instead of {Rate / 1e6:F1} MHz";
    }

    private static double Field(IEnumerable<string> lines, string name) =>
        double.TryParse(lines.FirstOrDefault(line => line.TrimStart().StartsWith(name, StringComparison.Ordinal))?.Split(':')[1], out var value) ? value : 0;
}
