namespace Whelk.Oci.Runtime.Defaults;

/// <summary>The kernel's files that Docker hides from a container or makes read-only for it.</summary>
public static class DefaultPaths
{
    public static IReadOnlyList<string> Masked { get; } =
    [
        "/proc/asound",
        "/proc/acpi",
        "/proc/kcore",
        "/proc/keys",
        "/proc/latency_stats",
        "/proc/timer_list",
        "/proc/timer_stats",
        "/proc/sched_debug",
        "/proc/scsi",
        "/sys/firmware",
        "/sys/devices/virtual/powercap",
    ];

    public static IReadOnlyList<string> Readonly { get; } =
    [
        "/proc/bus",
        "/proc/fs",
        "/proc/irq",
        "/proc/sys",
        "/proc/sysrq-trigger",
    ];
}
