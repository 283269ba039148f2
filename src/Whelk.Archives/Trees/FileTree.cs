using Whelk.Errors;
using Whelk.Linux.Files;
using Whelk.Linux.Namespaces;
using Whelk.Linux.Native;

namespace Whelk.Archives.Trees;

/// <summary>
/// A tree of files that somebody else fills and perhaps changes at this moment. Every path is resolved by the kernel below the root (openat2, RESOLVE_IN_ROOT):
/// links are followed as for a process that lives there, and nothing outside is ever reached.
/// </summary>
/// <param name="root">The folder that is the root.</param>
/// <param name="ids">The host's ids that those in the tree are, where it is one of a user namespace; null where they are the host's.</param>
public sealed class FileTree(DirectoryHandle root, IdRange? ids = null)
{
    private const int MostLinks = 255;

    /// <summary>The host's ids that those of whoever lives in the tree are; archives have the ones inside. Null where they are the same.</summary>
    public IdRange? Ids => ids;

    /// <summary>The folder that is the root.</summary>
    public DirectoryHandle Root => root;

    /// <summary>What the path names, or null where there is nothing.</summary>
    public PathStatus? TryStat(TreePath path)
    {
        try
        {
            using var parent = OpenParent(path, out var name);
            return parent.TryStat(name) is { } status ? Describe(path, status) : null;
        }
        catch (SyscallException exception) when (exception.Errno is Errno.ENOENT or Errno.ENOTDIR)
        {
            return null;
        }
    }

    /// <summary>The folder in which a path's last component is found, and under which name; "." where the path must be a folder itself.</summary>
    /// <exception cref="SyscallException">There is no such folder.</exception>
    public DirectoryHandle OpenParent(TreePath path, out FilePath name)
    {
        name = path.IsFolder ? TreePath.Here : path.Name;
        return root.OpenInRoot(path.IsFolder ? path.Whole : path.Parent);
    }

    /// <summary>Follows the links of a path, as far as there is something.</summary>
    /// <exception cref="WhelkException">InvalidArgument: too many links.</exception>
    public TreePath Resolve(TreePath path)
    {
        var done = TreePath.Parse("/");
        var ahead = new Stack<byte[]>(path.Components.Reverse());
        for (var links = 0; ahead.TryPop(out var component);)
        {
            var next = TreePath.Parse(FilePath.From([.. "/"u8, .. done.Whole.Bytes, .. "/"u8, .. component]));
            if (TryReadLink(next) is not { } target)
            {
                done = next;
                continue;
            }

            if (++links > MostLinks)
            {
                throw new WhelkException(ErrorCode.InvalidArgument, $"{path}: too many links");
            }

            done = target.Bytes[0] == '/' ? TreePath.Parse("/") : done;
            foreach (var part in ComponentsOf(target))
            {
                ahead.Push(part);
            }
        }

        return done;
    }

    // The last one first; ".." is kept: it leads out of where the link has led.
    private static List<byte[]> ComponentsOf(FilePath target)
    {
        var parts = new List<byte[]>();
        foreach (var range in target.Bytes.Split((byte)'/'))
        {
            if (!target.Bytes[range].IsEmpty)
            {
                parts.Add(target.Bytes[range].ToArray());
            }
        }

        parts.Reverse();
        return parts;
    }

    private PathStatus Describe(TreePath path, FileStatus status)
    {
        var resolved = Resolve(path);
        return new PathStatus
        {
            Kind = status.Kind,
            Mode = status.Mode,
            Size = status.Size,
            Seconds = status.Seconds,
            Nanoseconds = status.Nanoseconds,
            Resolved = resolved.ToString(),
            LeadsToFolder = status.Kind == FileKind.Directory || (status.Kind == FileKind.SymbolicLink && IsFolder(resolved)),
        };
    }

    private bool IsFolder(TreePath path)
    {
        try
        {
            root.OpenInRoot(path.Whole).Dispose();
            return true;
        }
        catch (SyscallException)
        {
            return false;
        }
    }

    private FilePath? TryReadLink(TreePath path)
    {
        if (path.IsRoot)
        {
            return null;
        }

        try
        {
            using var parent = root.OpenInRoot(path.Parent);
            return parent.TryReadLink(path.Name);
        }
        catch (SyscallException exception) when (exception.Errno is Errno.ENOENT or Errno.ENOTDIR)
        {
            return null;
        }
    }
}
