using Whelk.Linux.Files;

namespace Whelk.Archives.Trees;

/// <summary>A path, absolute, and what became of it.</summary>
public sealed record TreeChange(TreeChangeKind Kind, FilePath Path);
