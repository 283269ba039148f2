using Whelk.Vm.Qemu;

namespace Whelk.Vm.Commands;

/// <summary>What <c>doctor</c> found. A part that is missing is null, and named in <see cref="Problems"/> or <see cref="Warnings"/>.</summary>
internal sealed record DoctorReport
{
    public string? Qemu { get; init; }

    public string? QemuVersion { get; init; }

    public string? Kernel { get; init; }

    /// <summary>What uname -r says in a guest.</summary>
    public string? KernelRelease { get; init; }

    public string? Virtiofsd { get; init; }

    /// <summary>What executes the guests' instructions, and why. Null where VMs cannot run.</summary>
    public AcceleratorVerdict? Accelerator { get; init; }

    /// <summary>What is kept ready for machines at this moment.</summary>
    public IReadOnlyList<KeptFinding> Kept { get; init; } = [];

    /// <summary>Why VMs cannot run here; empty where they can. Each names its mend.</summary>
    public required IReadOnlyList<string> Problems { get; init; }

    /// <summary>What a VM cannot have, or has slower, on this host. Each names its mend.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }
}
