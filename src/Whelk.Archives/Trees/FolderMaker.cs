using Whelk.Linux.Files;
using Whelk.Linux.Native;

namespace Whelk.Archives.Trees;

/// <summary>Makes the folders that lead to something and that nobody has described: they are root's, with mode 0755.</summary>
/// <param name="open">Opens a folder that exists, by its path in the tree; it says where links may lead.</param>
public sealed class FolderMaker(Func<FilePath, DirectoryHandle> open)
{
    /// <summary>0755.</summary>
    public const uint Mode = 0x1ED;

    /// <summary>Opens the folder that holds a path's last component; what is missing of it is made, and no link is followed there.</summary>
    /// <exception cref="SyscallException">Something else is in a folder's place, or a link leads out.</exception>
    public DirectoryHandle OpenOrMake(EntryPath path)
    {
        for (var existing = path.Parents.Count; ; existing--)
        {
            try
            {
                var handle = open(path.Join(existing));
                for (var next = existing; next < path.Parents.Count; next++)
                {
                    handle = Descend(handle, FilePath.From(path.Parents[next]));
                }

                return handle;
            }
            catch (SyscallException exception) when (exception.Errno == Errno.ENOENT && existing > 0)
            {
                // One level up; where it starts always exists.
            }
        }
    }

    private static DirectoryHandle Descend(DirectoryHandle parent, FilePath name)
    {
        using (parent)
        {
            parent.MakeDirectory(name, Mode);

            // Whatever the umask is.
            parent.SetMode(name, Mode);
            return parent.OpenWithoutLinks(name);
        }
    }
}
