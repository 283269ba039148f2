using Whelk.Engine.Logs;

namespace Whelk.Engine.Monitors.Protocol;

/// <summary>What a monitor is told once, on descriptor 3, when a workload is to be created.</summary>
public sealed record MonitorOrder
{
    /// <summary>The protocol this daemon speaks; a monitor keeps speaking the one it was started with.</summary>
    public int Version { get; init; } = MonitorProtocol.Version;

    /// <summary>The workload's full id, which is also its id for the runtime.</summary>
    public required string Id { get; init; }

    /// <summary>How the runtime is called.</summary>
    public required RuntimeInvocation Runtime { get; init; }

    /// <summary>The folder under --run that is the monitor's: socket, pid file, exit.json.</summary>
    public required string RunDirectory { get; init; }

    /// <summary>The bundle with config.json.</summary>
    public required string Bundle { get; init; }

    /// <summary>Its control group, as "/a/b"; null where nobody asks what became of its memory.</summary>
    public string? Cgroup { get; init; }

    /// <summary>The name of the program that it runs, for messages.</summary>
    public required string Program { get; init; }

    /// <summary>Whether nothing of the workload is run, and all goes with the daemon: it is only held for a look into it.</summary>
    public bool OnlyHeld { get; init; }

    /// <summary>Where the workload's log is.</summary>
    public required string LogPath { get; init; }

    /// <summary>How it is written; null keeps none.</summary>
    public LogSettings? Log { get; init; }

    /// <summary>Whether the first process gets a terminal.</summary>
    public bool Terminal { get; init; }

    /// <summary>Whether the first process' standard input stays open for attachers.</summary>
    public bool OpenStdin { get; init; }

    /// <summary>Whether standard input closes when the first attacher that feeds it goes.</summary>
    public bool StdinOnce { get; init; }

    /// <summary>The overlay to mount as the root, seen by this workload alone; null where the runtime takes no directory.</summary>
    public OverlayOrder? Overlay { get; init; }

    /// <summary>How the workload's user namespace sees its files; null where its users are the host's.</summary>
    public MappingOrder? Mapping { get; init; }

    /// <summary>Host ports to hold, so that a conflict is seen at once.</summary>
    public IReadOnlyList<PortOrder> Ports { get; init; } = [];
}
