using Whelk.Engine.Logs;
using Whelk.Errors;

namespace Whelk.Engine.Monitors.Protocol;

/// <summary>A monitor's answer to an order or a request.</summary>
public sealed record MonitorReply
{
    /// <summary>Null on success.</summary>
    public string? Error { get; init; }

    /// <summary>The error's case.</summary>
    public ErrorCode Code { get; init; }

    /// <summary>The protocol the monitor speaks.</summary>
    public int Version { get; init; } = MonitorProtocol.Version;

    /// <summary>The monitor's own pid.</summary>
    public int MonitorPid { get; init; }

    /// <summary>The pid of the process in question on the host, 0 where there is none.</summary>
    public int Pid { get; init; }

    /// <summary>Watch: when the first process was started; null before.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>Watch: whether the workload is not run, only held for a look that an earlier daemon took into it; it is about to end.</summary>
    public bool OnlyHeld { get; init; }

    /// <summary>The host ports held, in the order's order.</summary>
    public IReadOnlyList<ushort> HostPorts { get; init; } = [];

    /// <summary>Attach: where the log ended; null where that was not asked for, and of a monitor that does not know it.</summary>
    public LogMark? LogEnd { get; init; }

    /// <summary>Throws the error it carries.</summary>
    /// <exception cref="WhelkException">Also Unsupported: the monitor belongs to another version of Whelk.</exception>
    public MonitorReply OrThrow() => Error is not null ? throw new WhelkException(Code, Error)
        : Version != MonitorProtocol.Version ? throw new WhelkException(ErrorCode.Unsupported, $"a workload's monitor speaks protocol {Version}, this daemon {MonitorProtocol.Version}: use the version of whelk that started it, or restart the daemon after an update")
        : this;

    internal static MonitorReply From(WhelkException exception) => new() { Error = exception.Message, Code = exception.Code };
}
