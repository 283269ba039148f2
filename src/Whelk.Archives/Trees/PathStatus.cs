using Whelk.Linux.Files;

namespace Whelk.Archives.Trees;

/// <summary>What a path of a tree names.</summary>
public sealed record PathStatus
{
    /// <summary>A symbolic link at the path's end is not followed.</summary>
    public required FileKind Kind { get; init; }

    /// <summary>The lower twelve bits of st_mode.</summary>
    public required uint Mode { get; init; }

    public required long Size { get; init; }

    /// <summary>The modification time: seconds since 1970, and nanoseconds within the second.</summary>
    public required long Seconds { get; init; }

    public required long Nanoseconds { get; init; }

    /// <summary>The path with every link in it followed, as far as there is something; absolute.</summary>
    public required string Resolved { get; init; }

    /// <summary>Whether that is a folder.</summary>
    public required bool LeadsToFolder { get; init; }
}
