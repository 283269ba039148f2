using Microsoft.Win32.SafeHandles;
using Whelk.Linux.Files;
using Whelk.Linux.Mounts;

namespace Whelk.Linux.Namespaces;

/// <summary>How a user namespace sees files whose ids on disk are those inside it.</summary>
public sealed class IdMapping : IDisposable
{
    private readonly SafeFileHandle _namespace;

    private IdMapping(SafeFileHandle userNamespace, IdRange ids) => (_namespace, Ids) = (userNamespace, ids);

    /// <summary>Its users and groups.</summary>
    public IdRange Ids { get; }

    /// <param name="userNamespace">Where the namespace is found; it may end afterwards.</param>
    /// <param name="ids">Its users and groups.</param>
    public static IdMapping Of(string userNamespace, IdRange ids) => new(Descriptor.Open(userNamespace), ids);

    /// <summary>What is at a path, seen so, and mounted nowhere yet.</summary>
    /// <param name="path">Absolute, a folder or a file of the host's.</param>
    /// <param name="recursive">Whether what is mounted below it comes along.</param>
    /// <exception cref="Errors.WhelkException">Unsupported: the kernel or the file system cannot.</exception>
    public DetachedMount View(string path, bool recursive)
    {
        var tree = DetachedMount.Of(path, recursive);
        try
        {
            tree.MapIds(_namespace);
            return tree;
        }
        catch (Exception)
        {
            tree.Dispose();
            throw;
        }
    }

    /// <summary>Mounts that over the path itself, in this thread's mount namespace.</summary>
    /// <exception cref="Errors.WhelkException">Unsupported: the kernel or the file system cannot.</exception>
    public void Cover(string path)
    {
        using var view = View(path, recursive: true);
        using var place = Descriptor.Open(path);
        view.MoveTo(place);
    }

    /// <inheritdoc/>
    public void Dispose() => _namespace.Dispose();
}
