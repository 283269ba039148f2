namespace Whelk.Guest.Protocol;

/// <summary>The five sets of capabilities(7), a bit for each.</summary>
public sealed record CapabilitySets(ulong Bounding, ulong Effective, ulong Inheritable, ulong Permitted, ulong Ambient)
{
    internal void Write(PayloadWriter w) =>
        w.UInt64(Bounding).UInt64(Effective).UInt64(Inheritable).UInt64(Permitted).UInt64(Ambient);

    internal static CapabilitySets Read(ref PayloadReader r) =>
        new(r.UInt64(), r.UInt64(), r.UInt64(), r.UInt64(), r.UInt64());
}
