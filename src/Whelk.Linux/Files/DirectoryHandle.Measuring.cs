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
    /// file systems, and what lies more than 256 levels down, are left out. What is removed meanwhile is passed over.
    /// </summary>
    public long AllocatedBytes() => Measure(static stat => stat.st_blocks * BlockSize);

    /// <summary>The lengths of all that is below and is no directory, by the same rules: what a reader would have to read, as Docker counts.</summary>
    public long ApparentBytes() => Measure(static stat => (stat.st_mode & Libc.S_IFMT) == Libc.S_IFDIR ? 0 : stat.st_size);

    /// <summary>The bytes that one file of this directory takes on disk; 0 where there is none.</summary>
    public long AllocatedBytes(FilePath name) => (Stat(name)?.st_blocks ?? 0) * BlockSize;

    private long Measure(Func<Libc.stat, long> bytes)
    {
        var here = Stat(FilePath.From("."u8))!.Value;
        return bytes(here) + MeasureBelow(here.st_dev, bytes, [], 0);
    }

    private long MeasureBelow(ulong device, Func<Libc.stat, long> bytes, HashSet<ulong> counted, int level)
    {
        var total = 0L;
        foreach (var name in ReadNames())
        {
            if (Stat(name) is not { } stat || stat.st_dev != device || !counted.Add(stat.st_ino))
            {
                continue;
            }

            total += bytes(stat);
            if ((stat.st_mode & Libc.S_IFMT) == Libc.S_IFDIR && level < DeepestMeasured)
            {
                total += MeasureFolder(name, device, bytes, counted, level + 1);
            }
        }

        return total;
    }

    private long MeasureFolder(FilePath name, ulong device, Func<Libc.stat, long> bytes, HashSet<ulong> counted, int level)
    {
        try
        {
            using var below = OpenWithoutLinks(name);
            return below.MeasureBelow(device, bytes, counted, level);
        }
        catch (SyscallException exception) when (exception.Errno is Errno.ENOENT or Errno.ENOTDIR or Errno.ELOOP)
        {
            // Somebody removed it, or put something else in its place.
            return 0;
        }
    }
}
