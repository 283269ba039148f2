namespace Whelk.Engine.Monitors.Protocol;

/// <summary>
/// What daemon and monitor say to each other: messages of a little-endian u32 length and JSON. After the reply to an attach or exec
/// request the connection carries the process' streams as Docker's API does: frames with an eight-byte header, or raw with a terminal.
/// </summary>
public static class MonitorProtocol
{
    /// <summary>Raised when a new daemon could not drive an old monitor.</summary>
    public const int Version = 1;

    /// <summary>The name of the workload's first process in requests.</summary>
    public const string Init = "init";

    /// <summary>The descriptor on which a monitor finds its daemon.</summary>
    public const int ControlDescriptor = 3;

    /// <summary>The monitor's socket in its run directory.</summary>
    public const string SocketName = "m.sock";

    /// <summary>How the first process ended; there once it has, by rename.</summary>
    public const string ExitFile = "exit.json";

    /// <summary>What went wrong in the monitor; there only if something did.</summary>
    public const string FaultFile = "fault.txt";

    internal const int MaximumMessage = 4 * 1024 * 1024;
}
