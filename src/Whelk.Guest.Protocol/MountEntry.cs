namespace Whelk.Guest.Protocol;

/// <summary>A mount below the workload's root, made in its own mount namespace. Of type "bind" the source is a path of the agent's.</summary>
public sealed record MountEntry(string Source, string Target, string Type, ulong Flags, string Data);
