namespace Whelk.Guest.Processes;

/// <summary>A user by number.</summary>
internal sealed record ResolvedUser(uint Uid, uint Gid, IReadOnlyList<uint> Groups, string Home);
