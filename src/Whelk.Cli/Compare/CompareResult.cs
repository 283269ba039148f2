namespace Whelk.Cli.Compare;

/// <summary>One image, run both ways on this host: what it cost and what it got.</summary>
internal sealed record CompareResult
{
    public required string Image { get; init; }

    public string[] Command { get; init; } = [];

    public int Runs { get; init; }

    /// <summary>What executes a VM's instructions: "kvm" or "tcg"; null where none ran.</summary>
    public string? Accelerator { get; init; }

    /// <summary>Why that one.</summary>
    public string? AcceleratorReason { get; init; }

    public CompareSide[] Sides { get; init; } = [];

    /// <summary>What concerns no side.</summary>
    public string[] Notes { get; init; } = [];
}
