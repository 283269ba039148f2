namespace Whelk.Oci.Runtime;

/// <summary>A range of ids inside and outside a user namespace.</summary>
public sealed record LinuxIdMapping
{
    public required uint ContainerID { get; init; }

    public required uint HostID { get; init; }

    public required uint Size { get; init; }
}
