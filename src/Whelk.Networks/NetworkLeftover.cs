namespace Whelk.Networks;

/// <summary>Something of a daemon's networks that is still on the host though nobody needs it.</summary>
/// <param name="What">Kind and name, for people.</param>
/// <param name="RemoveAsync">Removes it. Idempotent.</param>
public sealed record NetworkLeftover(string What, Func<Task> RemoveAsync);
