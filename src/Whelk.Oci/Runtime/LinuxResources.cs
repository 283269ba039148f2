namespace Whelk.Oci.Runtime;

/// <summary>Limits, written to the control group.</summary>
public sealed record LinuxResources
{
    /// <summary>Later rules win.</summary>
    public IReadOnlyList<LinuxDeviceCgroup>? Devices { get; init; }

    public LinuxMemory? Memory { get; init; }

    public LinuxCpu? Cpu { get; init; }

    public LinuxPids? Pids { get; init; }

    public LinuxBlockIO? BlockIO { get; init; }

    public IReadOnlyList<LinuxHugepageLimit>? HugepageLimits { get; init; }

    /// <summary>cgroup v2 files and their content.</summary>
    public IReadOnlyDictionary<string, string>? Unified { get; init; }
}
