using Whelk.Linux.Native;

namespace Whelk.Linux.Mounts;

/// <summary>mount(2) and umount2(2).</summary>
public static class Mount
{
    private const int MNT_DETACH = 2;
    private const int UMOUNT_NOFOLLOW = 8;

    /// <summary>Mounts <paramref name="source"/> of <paramref name="type"/> on <paramref name="target"/>.</summary>
    /// <exception cref="SyscallException">With the target as subject.</exception>
    public static void Add(string source, string target, string? type, MountFlags flags = MountFlags.None, string? data = null) =>
        SyscallResult.Check(Libc.mount(source, target, type, (nuint)flags, data), "mount", target);

    /// <summary>Binds a file or folder onto another.</summary>
    public static void Bind(string source, string target) => Add(source, target, null, MountFlags.MS_BIND);

    /// <summary>Unmounts what is at <paramref name="target"/>, lazily; nothing mounted or no such path is success.</summary>
    public static void Remove(string target)
    {
        if (Libc.umount2(target, MNT_DETACH | UMOUNT_NOFOLLOW) == -1
            && SyscallResult.LastError is var errno and not (Errno.EINVAL or Errno.ENOENT))
        {
            throw SyscallResult.Failure("umount2", target, errno);
        }
    }
}
