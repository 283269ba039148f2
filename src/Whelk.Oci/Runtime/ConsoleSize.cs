namespace Whelk.Oci.Runtime;

/// <summary>In characters.</summary>
public sealed record ConsoleSize
{
    public required uint Height { get; init; }

    public required uint Width { get; init; }
}
