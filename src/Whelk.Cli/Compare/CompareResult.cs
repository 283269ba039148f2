namespace Whelk.Cli.Compare;

/// <summary>One image, run both ways on this host: what it cost and what it got.</summary>
internal sealed record CompareResult
{
    public required string Image { get; init; }

    public string[] Command { get; init; } = [];

    public int Runs { get; init; }

    /// <summary>What executes a VM's instructions: "kvm" or "tcg".</summary>
    public string Accelerator { get; init; } = "";

    public CompareSide[] Sides { get; init; } = [];
}
