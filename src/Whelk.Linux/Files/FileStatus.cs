using Whelk.Linux.Native;

namespace Whelk.Linux.Files;

/// <summary>What stat(2) says of a name, links not followed.</summary>
/// <param name="Mode">The lower twelve bits of st_mode.</param>
/// <param name="Device">Of device nodes: st_rdev.</param>
public sealed record FileStatus(FileKind Kind, uint Mode, uint Uid, uint Gid, long Size, ulong Device, ulong Links)
{
    /// <summary>st_dev: two mounts of one file system have the same.</summary>
    public ulong FileSystem { get; init; }

    /// <summary>Unique within the file system.</summary>
    public ulong Inode { get; init; }

    /// <summary>The modification time: seconds since 1970, and nanoseconds within the second.</summary>
    public long Seconds { get; init; }

    public long Nanoseconds { get; init; }

    /// <summary>The device's numbers, as mknod(2) takes them (gnu_dev_major, gnu_dev_minor in sys/sysmacros.h).</summary>
    public uint Major => DeviceNumber.Of(Device).Major;

    public uint Minor => DeviceNumber.Of(Device).Minor;

    internal static FileStatus Of(in Libc.stat stat) =>
        new((FileKind)(stat.st_mode & Libc.S_IFMT), stat.st_mode & 0xFFF, stat.st_uid, stat.st_gid, stat.st_size, stat.st_rdev, stat.st_nlink)
        {
            FileSystem = stat.st_dev,
            Inode = stat.st_ino,
            Seconds = stat.st_mtim.tv_sec,
            Nanoseconds = stat.st_mtim.tv_nsec,
        };
}
