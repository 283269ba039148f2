namespace Whelk.Engine.Monitors.Protocol;

/// <summary>The first message of a connection to a monitor.</summary>
public sealed record MonitorRequest
{
    public required MonitorOp Op { get; init; }

    /// <summary><see cref="MonitorProtocol.Init"/>, or the id of an exec.</summary>
    public string Process { get; init; } = MonitorProtocol.Init;

    /// <summary>Attach, Exec: whether this connection feeds standard input.</summary>
    public bool Stdin { get; init; }

    /// <summary>Attach, Exec: whether it gets standard output.</summary>
    public bool Stdout { get; init; }

    /// <summary>Attach, Exec: whether it gets standard error.</summary>
    public bool Stderr { get; init; }

    /// <summary>Attach: whether the answer says where the log ended, and the connection begins there.</summary>
    public bool AfterLog { get; init; }

    /// <summary>Exec: whether the process gets a terminal.</summary>
    public bool Terminal { get; init; }

    /// <summary>Exec: the file with the process' OCI description.</summary>
    public string? ProcessFile { get; init; }

    /// <summary>Exec: the program's name, for messages.</summary>
    public string? Program { get; init; }

    /// <summary>Ports: what to hold, and where it leads.</summary>
    public IReadOnlyList<PortOrder> Ports { get; init; } = [];

    /// <summary>Resize: the new size.</summary>
    public ushort Rows { get; init; }

    /// <summary>Resize: the new size.</summary>
    public ushort Columns { get; init; }
}
