namespace Whelk.Oci.Runtime;

/// <summary>A rate for one device.</summary>
public sealed record LinuxThrottleDevice
{
    public required long Major { get; init; }

    public required long Minor { get; init; }

    public required ulong Rate { get; init; }
}
