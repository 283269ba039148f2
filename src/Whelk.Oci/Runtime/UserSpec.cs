namespace Whelk.Oci.Runtime;

/// <summary>Whom the process runs as, by number; <c>umask</c> as a number, not octal text.</summary>
public sealed record UserSpec
{
    public uint Uid { get; init; }

    public uint Gid { get; init; }

    public uint? Umask { get; init; }

    public IReadOnlyList<uint>? AdditionalGids { get; init; }
}
