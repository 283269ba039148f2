namespace Whelk.Linux.Files;

/// <summary>Owner, mode and time that a new file gets. The modification time is in seconds since 1970 and nanoseconds within the second.</summary>
public sealed record FileMetadata
{
    public required uint Uid { get; init; }

    public required uint Gid { get; init; }

    /// <summary>Twelve bits, set-user-id and sticky included.</summary>
    public required uint Mode { get; init; }

    public required long Seconds { get; init; }

    public long Nanoseconds { get; init; }

    public IReadOnlyList<ExtendedAttribute> Attributes { get; init; } = [];
}
