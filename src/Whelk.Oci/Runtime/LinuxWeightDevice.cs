namespace Whelk.Oci.Runtime;

/// <summary>A weight for one device.</summary>
public sealed record LinuxWeightDevice
{
    public required long Major { get; init; }

    public required long Minor { get; init; }

    public ushort? Weight { get; init; }

    public ushort? LeafWeight { get; init; }
}
