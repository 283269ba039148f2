namespace Whelk.Oci.Runtime;

/// <summary>A condition on an argument of the call.</summary>
public sealed record LinuxSeccompArg
{
    public required uint Index { get; init; }

    public required ulong Value { get; init; }

    public ulong? ValueTwo { get; init; }

    public required string Op { get; init; }
}
