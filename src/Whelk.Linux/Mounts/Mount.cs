using System.Text;
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

    /// <summary>Binds a file or folder with everything that is mounted below it.</summary>
    public static void BindTree(string source, string target) => Add(source, target, null, MountFlags.MS_BIND | MountFlags.MS_REC);

    /// <summary>Whether the kernel has <see cref="ProtectTree"/>.</summary>
    public static bool CanProtectTrees => Environment.OSVersion.Version >= new Version(5, 12);

    /// <summary>Makes a mount, and all below it, read-only. mount_setattr(2), Linux 5.12.</summary>
    public static void ProtectTree(string target) => Protect(target, Libc.AT_RECURSIVE);

    /// <summary>Makes this mount read-only, none of those below it.</summary>
    public static void Protect(string target) => Protect(target, 0);

    /// <summary>Shows what is mounted below this mount from now on to mount namespaces that are made of this one's.</summary>
    public static void Share(string target) => Add("none", target, null, MountFlags.MS_SHARED);

    private static unsafe void Protect(string target, uint flags)
    {
        var attributes = new Libc.mount_attr { attr_set = Libc.MOUNT_ATTR_RDONLY };
        fixed (byte* path = Encoding.UTF8.GetBytes(target + '\0'))
        {
            // SAFETY: the path ends in zero and is absolute, so the directory does not count; the struct is the 32 bytes that are passed.
            SyscallResult.Check(Libc.syscall(Libc.SYS_mount_setattr, -1, path, flags, &attributes, sizeof(Libc.mount_attr)), "mount_setattr", target);
        }
    }

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
