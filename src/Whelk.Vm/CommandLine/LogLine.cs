namespace Whelk.Vm.CommandLine;

/// <summary>A line of a runtime's JSON log.</summary>
internal sealed record LogLine
{
    public required string Level { get; init; }

    public required string Msg { get; init; }

    public required string Time { get; init; }
}
