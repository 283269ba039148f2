namespace Whelk.Guest.Protocol;

/// <summary>setrlimit(2): the resource by its number; <see cref="ulong.MaxValue"/> is RLIM_INFINITY.</summary>
public sealed record ResourceLimit(int Resource, ulong Soft, ulong Hard);
