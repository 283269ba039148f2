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
internal static class StagingFolder
{
    private const string Name = "host";

    internal static string PathIn(VmFolder folder) => Path.Combine(folder.DirectoryPath, Name);

    /// <summary>Makes the places, and a thread in a mount namespace where the binds are on them. What must see them is started there.</summary>
    internal static NamespaceThread Enter(VmFolder folder, IReadOnlyList<HostBind> binds)
    {
        var path = Directory.CreateDirectory(PathIn(folder)).FullName;
        return NamespaceThread.WithFollowingMounts(() =>
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
        });
    }

    private static void MakePlace(HostBind bind, string place)
    {
        if (bind.IsFolder)
        {
            Directory.CreateDirectory(place);
        }
        else
        {
            File.WriteAllBytes(place, []);
        }
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
