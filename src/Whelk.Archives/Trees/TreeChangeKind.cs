namespace Whelk.Archives.Trees;

/// <summary>What became of a path; the values are those of Docker's API.</summary>
public enum TreeChangeKind
{
    Modified = 0,
    Added = 1,
    Deleted = 2,
}
