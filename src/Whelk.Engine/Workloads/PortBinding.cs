namespace Whelk.Engine.Workloads;

/// <summary>One published port as asked for.</summary>
public sealed record PortBinding
{
    /// <summary>The workload's port.</summary>
    public required ushort Port { get; init; }

    /// <summary>tcp or udp.</summary>
    public required string Protocol { get; init; }

    /// <summary>The host's address; empty for all.</summary>
    public string HostAddress { get; init; } = string.Empty;

    /// <summary>The host's port; 0 lets the host choose.</summary>
    public ushort HostPort { get; init; }

    /// <summary>The last port of a range of the host's, of which the first free one is taken; 0 for one port alone.</summary>
    public ushort LastHostPort { get; init; }
}
