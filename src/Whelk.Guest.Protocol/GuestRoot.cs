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

    /// <summary>Whether its host name is its own, which <see cref="Hostname"/> then is, instead of the machine's.</summary>
    public bool HasOwnHostname { get; init; }

    /// <summary>Whether its System V IPC and message queues are its own, instead of the machine's.</summary>
    public bool HasOwnIpc { get; init; }

    public string Hostname { get; init; } = "";

    /// <summary>The stream of the workload whose processes are in the same pid namespace; 0: it has one of its own.</summary>
    public ushort PidsOf { get; init; }

    internal void Write(PayloadWriter w) => w.String(Path).Bool(ReadOnly)
        .List(Mounts, static (w, m) => w.String(m.Source).String(m.Target).String(m.Type).UInt64(m.Flags).String(m.Data))
        .Strings(MaskedPaths).Strings(ReadOnlyPaths)
        .Bool(HasOwnHostname).Bool(HasOwnIpc).String(Hostname).UInt16(PidsOf);

    internal static GuestRoot Read(ref PayloadReader r) => new()
    {
        Path = r.String(),
        ReadOnly = r.Bool(),
        Mounts = r.List(static (ref PayloadReader r) => new MountEntry(r.String(), r.String(), r.String(), r.UInt64(), r.String())),
        MaskedPaths = r.Strings(),
        ReadOnlyPaths = r.Strings(),
        HasOwnHostname = r.Bool(),
        HasOwnIpc = r.Bool(),
        Hostname = r.String(),
        PidsOf = r.UInt16(),
    };
}
