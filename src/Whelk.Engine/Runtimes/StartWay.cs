namespace Whelk.Engine.Runtimes;

/// <summary>One of several ways in which a runtime's workloads can start. One that is asked for is had, or refused by its name.</summary>
/// <param name="Name">As the runtime calls it.</param>
/// <param name="ReadyCommand">The arguments of the command that returns once a workload can start so at once, and fails where it will not; null where it always can.</param>
public sealed record StartWay(string Name, IReadOnlyList<string>? ReadyCommand);
