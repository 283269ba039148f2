namespace Whelk.Engine;

/// <summary>Streams of a workload that somebody is being joined to.</summary>
/// <param name="AtNextStart">Whether that waits for the workload's next start; else it is done at once.</param>
/// <param name="Joined">The connection, which the caller disposes; null when the caller went first.</param>
public sealed record Joining(bool AtNextStart, Task<JoinedStreams?> Joined);
