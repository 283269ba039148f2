using Whelk.Linux.Native;

namespace Whelk.Linux.Files;

public sealed partial class DirectoryHandle
{
    // stat(2): st_blocks counts these, whatever the file system's own blocks are.
    private const long BlockSize = 512;

    // Each level holds a descriptor while what is below it is measured.
    private const int DeepestMeasured = 256;

    /// <summary>
    /// The bytes that the tree takes on disk: holes cost nothing, a file with several names counts once, links are not followed; other
    /// file systems, and what lies more than 256 levels down, are left out. Nobody may change the tree meanwhile.
    /// </summary>
    public long AllocatedBytes()
    {
        var here = Stat(FilePath.From("."u8))!.Value;
        return (here.st_blocks * BlockSize) + MeasureBelow(here.st_dev, [], 0);
    }

    private long MeasureBelow(ulong device, HashSet<ulong> counted, int level)
    {
        var total = 0L;
        foreach (var name in ReadNames())
        {
            if (Stat(name) is not { } stat || stat.st_dev != device || !counted.Add(stat.st_ino))
            {
                continue;
            }

            total += stat.st_blocks * BlockSize;
            if ((stat.st_mode & Libc.S_IFMT) == Libc.S_IFDIR && level < DeepestMeasured)
            {
                using var below = OpenWithoutLinks(name);
                total += below.MeasureBelow(device, counted, level + 1);
            }
        }

        return total;
    }
}
