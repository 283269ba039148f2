namespace Whelk.Archives.Trees;

/// <summary>How an archive goes into a tree.</summary>
public sealed record UnpackOptions
{
    /// <summary>Whether it is an error that a folder would become something else, or something else a folder.</summary>
    public bool KeepsKinds { get; init; }

    /// <summary>Whom everything belongs to; null for those that the archive names.</summary>
    public (uint Uid, uint Gid)? Owner { get; init; }

    /// <summary>The name of the one thing that the archive holds ("/" or "." for a folder's content), and what it is to be called; null leaves it.</summary>
    public (string From, string To)? Renames { get; init; }
}
