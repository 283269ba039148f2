using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Whelk.Errors;
using Whelk.Linux.Native;

namespace Whelk.Linux.Mounts;

/// <summary>
/// A copy of what is at a path, mounted nowhere yet: it can be made read-only before anybody sees it, and goes to a place that is held by a descriptor, so no
/// link can lead it elsewhere. open_tree(2), mount_setattr(2), move_mount(2).
/// </summary>
public sealed class DetachedMount : IDisposable
{
    private readonly SafeFileHandle _tree;
    private readonly string _source;

    private DetachedMount(SafeFileHandle tree, string source) => (_tree, _source) = (tree, source);

    /// <summary>A path by which the kernel finds its root, in this process.</summary>
    public string DescriptorPath => $"/proc/self/fd/{_tree.DangerousGetHandle()}";

    /// <param name="path">Absolute, a folder or a file of the host's.</param>
    /// <param name="recursive">Whether what is mounted below it comes along.</param>
    /// <exception cref="SyscallException">There is no such path.</exception>
    public static unsafe DetachedMount Of(string path, bool recursive)
    {
        fixed (byte* name = Encoding.UTF8.GetBytes(path + '\0'))
        {
            // SAFETY: the name ends in zero.
            var flags = Libc.OPEN_TREE_CLONE | Libc.OPEN_TREE_CLOEXEC | (recursive ? (uint)Libc.AT_RECURSIVE : 0);
            return new DetachedMount(Libc.Own((int)SyscallResult.Check(Libc.open_tree(Libc.SYS_open_tree, Libc.AT_FDCWD, name, flags), "open_tree", path)), path);
        }
    }

    /// <summary>Makes it, and all that came along, read-only.</summary>
    public void Protect() => SetAttributes(new Libc.mount_attr { attr_set = Libc.MOUNT_ATTR_RDONLY });

    /// <summary>Lets mounts that come and go below its source come and go here too, and none of those here at its source.</summary>
    public void Follow() => SetAttributes(new Libc.mount_attr { propagation = (ulong)MountFlags.MS_SLAVE });

    /// <summary>
    /// Shows the ids of its files, and of all that came along, as those that a user namespace maps them to; what is made through it gets on disk the id that it has inside
    /// the namespace. Once, before anybody sees it.
    /// </summary>
    /// <param name="userNamespace">With the mapping written; it may end afterwards.</param>
    /// <exception cref="WhelkException">Unsupported: the kernel or the file system cannot.</exception>
    public void MapIds(SafeHandle userNamespace)
    {
        try
        {
            SetAttributes(new Libc.mount_attr { attr_set = Libc.MOUNT_ATTR_IDMAP, userns_fd = (ulong)userNamespace.DangerousGetHandle() });
        }
        catch (SyscallException exception) when (exception.Errno is Errno.EINVAL or Errno.EPERM or Errno.ENOSYS or Errno.EOPNOTSUPP)
        {
            throw new WhelkException(ErrorCode.Unsupported, $"the file system of {_source} cannot map ids (idmapped mounts): {exception.Message}", exception);
        }
    }

    /// <summary>Mounts it on a place of this thread's mount namespace.</summary>
    public unsafe void MoveTo(SafeHandle place)
    {
        byte nothing = 0;

        // SAFETY: both names are empty and end in zero.
        SyscallResult.Check(
            Libc.move_mount(Libc.SYS_move_mount, _tree, &nothing, place, &nothing, Libc.MOVE_MOUNT_F_EMPTY_PATH | Libc.MOVE_MOUNT_T_EMPTY_PATH), "move_mount", _source);
    }

    /// <inheritdoc/>
    public void Dispose() => _tree.Dispose();

    private unsafe void SetAttributes(Libc.mount_attr attributes)
    {
        byte nothing = 0;

        // SAFETY: the empty name ends in zero; the struct is the 32 bytes that are passed.
        SyscallResult.Check(
            Libc.syscall(Libc.SYS_mount_setattr, (int)_tree.DangerousGetHandle(), &nothing, Libc.AT_EMPTY_PATH | Libc.AT_RECURSIVE, &attributes, sizeof(Libc.mount_attr)),
            "mount_setattr",
            _source);
    }
}
