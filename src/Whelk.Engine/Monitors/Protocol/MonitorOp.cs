using System.Text.Json.Serialization;

namespace Whelk.Engine.Monitors.Protocol;

/// <summary>What a connection to a monitor asks for, in its first message.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<MonitorOp>))]
public enum MonitorOp
{
    /// <summary>Answers the present state, then an event per exit until the monitor ends.</summary>
    Watch,

    /// <summary>Starts the created workload.</summary>
    Start,

    /// <summary>Joins the streams of a process.</summary>
    Attach,

    /// <summary>Starts another process in the workload, joined from its first byte.</summary>
    Exec,

    /// <summary>Sets the terminal's size of a process.</summary>
    Resize,

    /// <summary>Holds these host ports from now on: those that it holds go on and lead elsewhere, or all are given back.</summary>
    Ports,
}
