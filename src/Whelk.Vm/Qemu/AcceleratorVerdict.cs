namespace Whelk.Vm.Qemu;

/// <summary>Which accelerator runs VMs here, and why; kept for one boot of the host and one build of QEMU and kernel.</summary>
internal sealed record AcceleratorVerdict
{
    /// <summary>"kvm" or "tcg".</summary>
    public required string Accelerator { get; init; }

    public required string Reason { get; init; }

    /// <summary>What the verdict was formed under; another key makes it stale.</summary>
    public required string Key { get; init; }
}
