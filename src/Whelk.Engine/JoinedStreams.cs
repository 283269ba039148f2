using System.Net.Sockets;
using Whelk.Engine.Logs;

namespace Whelk.Engine;

/// <summary>Streams of a workload that somebody has joined.</summary>
/// <param name="Connection">Carries them as Docker's clients want them, framed or raw.</param>
/// <param name="LogEnd">Where the log ended by then: whatever came after it comes by the connection. Null where that was not asked for, or there is no log.</param>
public sealed record JoinedStreams(Socket Connection, LogMark? LogEnd);
