namespace Whelk.Engine.Leftovers;

/// <summary>Something that a killed daemon, monitor or workload has left, and that nobody needs any more.</summary>
/// <param name="What">Kind and name, for people.</param>
/// <param name="RemoveAsync">Removes it. Idempotent.</param>
public sealed record Leftover(string What, Func<Task> RemoveAsync);
