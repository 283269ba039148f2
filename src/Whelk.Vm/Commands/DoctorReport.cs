using Whelk.Vm.Qemu;

namespace Whelk.Vm.Commands;

/// <summary>What <c>doctor</c> found. A part that is missing is null and named in <see cref="Problems"/>.</summary>
internal sealed record DoctorReport
{
    public string? Qemu { get; init; }

    public string? QemuVersion { get; init; }

    public string? Kernel { get; init; }

    public string? KernelRelease { get; init; }

    public string? Virtiofsd { get; init; }

    public AcceleratorVerdict? Accelerator { get; init; }

    public required IReadOnlyList<string> Problems { get; init; }
}
