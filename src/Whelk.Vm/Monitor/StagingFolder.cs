using Whelk.Errors;
using Whelk.Linux.Files;
using Whelk.Linux.Mounts;
using Whelk.Linux.Namespaces;
using Whelk.Vm.Store;
using Whelk.Vm.Translation;

namespace Whelk.Vm.Monitor;

/// <summary>
/// The one folder of the host's that a guest sees: binds of folders and files. They are made in a mount namespace that ends with the
/// monitor, so nothing has to be unmounted, however it ends; everybody else sees empty places. Beside the binds nothing can be written:
/// the folder itself lies in the host's memory, which a guest must not fill.
/// </summary>
internal sealed class StagingFolder : IDisposable
{
    private const string Name = "host";

    private readonly string _path;

    private StagingFolder(string path, NamespaceThread thread) => (_path, Thread) = (path, thread);

    /// <summary>In the mount namespace where the binds are. What must see them is started there.</summary>
    internal NamespaceThread Thread { get; }

    internal static string PathIn(VmFolder folder) => Path.Combine(folder.DirectoryPath, Name);

    /// <summary>Makes the places, and the mount namespace with the binds on them.</summary>
    internal static StagingFolder Enter(VmFolder folder, IReadOnlyList<HostBind> binds)
    {
        var path = Directory.CreateDirectory(PathIn(folder)).FullName;
        return new StagingFolder(path, NamespaceThread.WithFollowingMounts(() =>
        {
            foreach (var bind in binds)
            {
                MakePlace(bind, Path.Combine(path, bind.Name));
            }

            Mount.Bind(path, path);
            foreach (var bind in binds)
            {
                Bind(bind, Path.Combine(path, bind.Name));
            }

            Mount.Protect(path);

            // A virtiofsd has a mount namespace of its own, which is to see what comes later.
            Mount.Share(path);
        }));
    }

    /// <summary>Adds binds for a virtiofsd that runs; on failure none of them.</summary>
    internal void Add(IReadOnlyList<HostBind> binds)
    {
        var done = new List<HostBind>();
        try
        {
            foreach (var bind in binds)
            {
                done.Add(bind);
                AddOne(bind, Path.Combine(_path, bind.Name));
            }
        }
        catch (Exception)
        {
            Remove(done);
            throw;
        }
    }

    /// <summary>Takes binds away, and their places. Idempotent.</summary>
    /// <exception cref="WhelkException">The first that could not be; the others are gone all the same.</exception>
    internal void Remove(IReadOnlyList<HostBind> binds)
    {
        WhelkException? first = null;
        foreach (var bind in binds)
        {
            try
            {
                RemoveOne(bind, Path.Combine(_path, bind.Name));
            }
            catch (Exception exception) when (exception is WhelkException or IOException)
            {
                first ??= new WhelkException(ErrorCode.Internal, $"taking {bind.HostPath} out of the virtual machine: {exception.Message}", exception);
            }
        }

        if (first is not null)
        {
            throw first;
        }
    }

    /// <summary>Takes a folder of places away that is empty by now.</summary>
    internal void RemoveFolder(string name)
    {
        var path = Path.Combine(_path, name);
        if (Directory.Exists(path))
        {
            Directory.Delete(path);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Thread.Dispose();

    // Read-only before anybody sees it: a virtiofsd's mount namespace gets it as it is when it comes. What is at the source is looked up where this process is, as the
    // other namespace hears of the host's later mounts only where the host shares them.
    private void AddOne(HostBind bind, string place)
    {
        MakePlace(bind, place);
        using var tree = DetachedMount.Of(bind.HostPath, bind.Recursive);
        tree.Follow();
        if (bind.ReadOnly)
        {
            tree.Protect();
        }

        Thread.Run(() =>
        {
            using var target = Descriptor.Open(place);
            tree.MoveTo(target);
        });
    }

    private void RemoveOne(HostBind bind, string place)
    {
        Thread.Run(() => Mount.Remove(place));
        if (bind.IsFolder && Directory.Exists(place))
        {
            Directory.Delete(place);
        }
        else if (File.Exists(place))
        {
            File.Delete(place);
        }
    }

    private static void MakePlace(HostBind bind, string place)
    {
        if (bind.IsFolder)
        {
            Directory.CreateDirectory(place);
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(place)!);
        File.WriteAllBytes(place, []);
    }

    private static void Bind(HostBind bind, string place)
    {
        if (bind.Recursive)
        {
            Mount.BindTree(bind.HostPath, place);
        }
        else
        {
            Mount.Bind(bind.HostPath, place);
        }

        if (bind.ReadOnly)
        {
            Mount.ProtectTree(place);
        }
    }
}
