namespace Whelk.Advice.Compare;

/// <summary>One image, run in every isolation that this host gives: what each cost and what it got. Every figure is of this very comparison.</summary>
public sealed record ComparisonResult
{
    public required string Image { get; init; }

    /// <summary>Entrypoint and command together, as they were run.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>How often each side was started for its start times.</summary>
    public required int Runs { get; init; }

    /// <summary>What executes a VM's instructions; null where no runtime here has such a thing.</summary>
    public string? Accelerator { get; init; }

    /// <summary>Why it is that one.</summary>
    public string? AcceleratorReason { get; init; }

    public required IReadOnlyList<IsolationFigures> Sides { get; init; }

    /// <summary>What concerns no side, such as an isolation that this host does not give.</summary>
    public required IReadOnlyList<string> Notes { get; init; }
}
