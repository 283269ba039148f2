using Whelk.Archives.Trees;
using Whelk.Errors;

namespace Whelk.Engine.Files;

/// <summary>The changes of one workload, of which there may be only so many: each costs some hundred bytes here and again in the answer, and a workload makes them at will.</summary>
internal sealed class ChangeList
{
    /// <summary>More than any tree has that a person made.</summary>
    internal const int Most = 200_000;

    private readonly List<TreeChange> _changes = [];

    internal IReadOnlyList<TreeChange> All => _changes;

    /// <exception cref="WhelkException">Unavailable: these are too many.</exception>
    internal void Add(TreeChange change)
    {
        if (_changes.Count >= Most)
        {
            throw new WhelkException(ErrorCode.Unavailable, $"more than {Most} files have changed");
        }

        _changes.Add(change);
    }
}
