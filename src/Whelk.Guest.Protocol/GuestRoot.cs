namespace Whelk.Guest.Protocol;

/// <summary>The root and namespaces of a workload's first process.</summary>
public sealed record GuestRoot
{
    /// <summary>Where the agent has it mounted.</summary>
    public required string Path { get; init; }

    public bool ReadOnly { get; init; }

    public IReadOnlyList<MountEntry> Mounts { get; init; } = [];

    public IReadOnlyList<string> MaskedPaths { get; init; } = [];

    public IReadOnlyList<string> ReadOnlyPaths { get; init; } = [];

    internal void Write(PayloadWriter w) => w.String(Path).Bool(ReadOnly)
        .List(Mounts, static (w, m) => w.String(m.Source).String(m.Target).String(m.Type).UInt64(m.Flags).String(m.Data))
        .Strings(MaskedPaths).Strings(ReadOnlyPaths);

    internal static GuestRoot Read(ref PayloadReader r) => new()
    {
        Path = r.String(),
        ReadOnly = r.Bool(),
        Mounts = r.List(static (ref PayloadReader r) => new MountEntry(r.String(), r.String(), r.String(), r.UInt64(), r.String())),
        MaskedPaths = r.Strings(),
        ReadOnlyPaths = r.Strings(),
    };
}
