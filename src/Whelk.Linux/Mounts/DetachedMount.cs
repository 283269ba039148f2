using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Whelk.Linux.Native;

namespace Whelk.Linux.Mounts;

/// <summary>
/// A copy of what is at a path, mounted nowhere yet: it can be made read-only before anybody sees it, and goes to a place that is held by a descriptor, so no
/// link can lead it elsewhere. open_tree(2), mount_setattr(2), move_mount(2).
/// </summary>
public sealed class DetachedMount : IDisposable
{
    private readonly SafeFileHandle _tree;

    private DetachedMount(SafeFileHandle tree) => _tree = tree;

    /// <param name="path">Absolute, a folder or a file of the host's.</param>
    /// <param name="recursive">Whether what is mounted below it comes along.</param>
    /// <exception cref="SyscallException">There is no such path.</exception>
    public static unsafe DetachedMount Of(string path, bool recursive)
    {
        fixed (byte* name = Encoding.UTF8.GetBytes(path + '\0'))
        {
            // SAFETY: the name ends in zero.
            var flags = Libc.OPEN_TREE_CLONE | Libc.OPEN_TREE_CLOEXEC | (recursive ? (uint)Libc.AT_RECURSIVE : 0);
            return new DetachedMount(Libc.Own((int)SyscallResult.Check(Libc.open_tree(Libc.SYS_open_tree, Libc.AT_FDCWD, name, flags), "open_tree", path)));
        }
    }

    /// <summary>Makes it, and all that came along, read-only.</summary>
    public unsafe void Protect()
    {
        var attributes = new Libc.mount_attr { attr_set = Libc.MOUNT_ATTR_RDONLY };
        byte nothing = 0;

        // SAFETY: the empty name ends in zero; the struct is the 32 bytes that are passed.
        SyscallResult.Check(
            Libc.syscall(Libc.SYS_mount_setattr, (int)_tree.DangerousGetHandle(), &nothing, Libc.AT_EMPTY_PATH | Libc.AT_RECURSIVE, &attributes, sizeof(Libc.mount_attr)),
            "mount_setattr",
            string.Empty);
    }

    /// <summary>Mounts it on a place of this thread's mount namespace.</summary>
    public unsafe void MoveTo(SafeHandle place)
    {
        byte nothing = 0;

        // SAFETY: both names are empty and end in zero.
        SyscallResult.Check(
            Libc.move_mount(Libc.SYS_move_mount, _tree, &nothing, place, &nothing, Libc.MOVE_MOUNT_F_EMPTY_PATH | Libc.MOVE_MOUNT_T_EMPTY_PATH), "move_mount", string.Empty);
    }

    /// <inheritdoc/>
    public void Dispose() => _tree.Dispose();
}
