using Whelk.Errors;
using Whelk.Linux.Files;

namespace Whelk.Archives.Trees;

/// <summary>The times that an archive gives its folders, set when nothing more is written into them. What an archive can make it keep is bounded.</summary>
public sealed class FolderTimes
{
    private const int PerFolder = 64;
    private readonly Dictionary<FilePath, (long Seconds, long Nanoseconds)> _times = [];
    private readonly long _limit;
    private long _length;

    /// <param name="limit">Bytes of paths and times; the default is enough for some 500 000 folders.</param>
    public FolderTimes(long limit = 64 << 20) => _limit = limit;

    /// <summary>Every folder once, with the last time it was given.</summary>
    public IEnumerable<(EntryPath Path, long Seconds, long Nanoseconds)> All =>
        _times.Select(folder => (EntryPath.TryParse(folder.Key)!, folder.Value.Seconds, folder.Value.Nanoseconds));

    /// <exception cref="WhelkException">Corrupt: more folders than any image has.</exception>
    public void Set(EntryPath path, FileMetadata metadata)
    {
        var whole = path.Whole;
        if (!_times.ContainsKey(whole) && (_length += whole.Bytes.Length + PerFolder) > _limit)
        {
            throw new WhelkException(ErrorCode.Corrupt, "the archive has too many folders");
        }

        _times[whole] = (metadata.Seconds, metadata.Nanoseconds);
    }
}
