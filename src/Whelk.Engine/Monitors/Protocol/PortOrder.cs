namespace Whelk.Engine.Monitors.Protocol;

/// <summary>One published port: what to hold on the host, and where it leads.</summary>
public sealed record PortOrder
{
    /// <summary>The host's address; empty for every address of both families.</summary>
    public required string HostAddress { get; init; }

    /// <summary>The host's port; 0 lets the kernel choose.</summary>
    public required ushort HostPort { get; init; }

    /// <summary>The last port of a range, of which the first free one is held; 0 for one port alone.</summary>
    public ushort LastHostPort { get; init; }

    /// <summary>tcp or udp.</summary>
    public required string Protocol { get; init; }

    /// <summary>The workload's address, for the forwarder of ::1.</summary>
    public required string Address { get; init; }

    /// <summary>The workload's port.</summary>
    public required ushort Port { get; init; }
}
