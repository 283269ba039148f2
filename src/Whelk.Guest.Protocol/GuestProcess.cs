namespace Whelk.Guest.Protocol;

/// <summary>The payload of EXEC: one process, with everything an OCI process object says of it.</summary>
public sealed record GuestProcess
{
    /// <summary>Of <see cref="Joins"/>: the process is a look of the agent's own into the workload (<see cref="InsideWords"/>), with the agent's rights.</summary>
    public const ushort JoinsAgent = 0;

    public required IReadOnlyList<string> Args { get; init; }

    public IReadOnlyList<string> Env { get; init; } = [];

    public string Cwd { get; init; } = "/";

    /// <summary>A name (or name:group) as the user gave it, resolved against the guest's own files; empty: <see cref="Uid"/> and <see cref="Gid"/>.</summary>
    public string UserName { get; init; } = "";

    public uint Uid { get; init; }

    public uint Gid { get; init; }

    public IReadOnlyList<uint> Groups { get; init; } = [];

    /// <summary>The umask, or -1 to leave it.</summary>
    public int Umask { get; init; } = -1;

    /// <summary>Null: no terminal.</summary>
    public WindowSize? Terminal { get; init; }

    /// <summary>Null: all that root has.</summary>
    public CapabilitySets? Capabilities { get; init; }

    public IReadOnlyList<ResourceLimit> Limits { get; init; } = [];

    public bool NoNewPrivileges { get; init; }

    public int? OomScoreAdjust { get; init; }

    /// <summary>Null: the process joins the one on <see cref="Joins"/> instead of having a root and namespaces of its own.</summary>
    public GuestRoot? Root { get; init; }

    /// <summary>The stream whose process is joined when <see cref="Root"/> is null.</summary>
    public ushort Joins { get; init; }

    /// <summary>The payload of an EXEC frame.</summary>
    public byte[] Encode()
    {
        var w = new PayloadWriter().Strings(Args).Strings(Env).String(Cwd).String(UserName).UInt32(Uid).UInt32(Gid)
            .List(Groups, static (w, g) => w.UInt32(g)).Int32(Umask)
            .Bool(Terminal is not null).UInt16(Terminal?.Rows ?? 0).UInt16(Terminal?.Columns ?? 0)
            .Bool(Capabilities is not null);
        Capabilities?.Write(w);
        w.List(Limits, static (w, l) => w.Int32(l.Resource).UInt64(l.Soft).UInt64(l.Hard))
            .Bool(NoNewPrivileges).Bool(OomScoreAdjust is not null).Int32(OomScoreAdjust ?? 0).UInt16(Joins).Bool(Root is not null);
        Root?.Write(w);
        return w.Written.ToArray();
    }

    /// <summary>Reads the payload of an EXEC frame.</summary>
    public static GuestProcess Decode(ReadOnlySpan<byte> payload)
    {
        var r = new PayloadReader(payload);
        var spec = new GuestProcess
        {
            Args = r.Strings(),
            Env = r.Strings(),
            Cwd = r.String(),
            UserName = r.String(),
            Uid = r.UInt32(),
            Gid = r.UInt32(),
            Groups = r.List(static (ref PayloadReader r) => r.UInt32()),
            Umask = r.Int32(),
            Terminal = WindowSize.Read(ref r),
            Capabilities = r.Bool() ? CapabilitySets.Read(ref r) : null,
            Limits = r.List(static (ref PayloadReader r) => new ResourceLimit(r.Int32(), r.UInt64(), r.UInt64())),
            NoNewPrivileges = r.Bool(),
            OomScoreAdjust = ReadOptional(r.Bool(), r.Int32()),
            Joins = r.UInt16(),
            Root = r.Bool() ? GuestRoot.Read(ref r) : null,
        };
        r.End();
        return spec.Args.Count > 0 ? spec : throw new ProtocolException("a process without arguments");
    }

    private static int? ReadOptional(bool present, int value) => present ? value : null;
}
