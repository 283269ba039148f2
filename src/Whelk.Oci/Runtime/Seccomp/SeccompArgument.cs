namespace Whelk.Oci.Runtime.Seccomp;

/// <summary>A condition on an argument of a call, of which a profile may leave out what is nought.</summary>
public sealed record SeccompArgument
{
    public uint Index { get; init; }

    public ulong Value { get; init; }

    public ulong? ValueTwo { get; init; }

    public string? Op { get; init; }
}
