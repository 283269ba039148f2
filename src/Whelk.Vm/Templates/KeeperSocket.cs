using System.Net.Sockets;
using Whelk.Vm.Relay;

namespace Whelk.Vm.Templates;

/// <summary>Where the keeper of a root listens.</summary>
internal static class KeeperSocket
{
    // No id of a VM begins with a dot.
    private const string FolderName = ".warm";
    private const string SocketName = "keeper.sock";
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Whose holder is the keeper of this root. In a folder that is root's alone, made where it is missing.</summary>
    internal static string LockBelow(string root) => Path.Combine(Directory.CreateDirectory(Path.Combine(root, FolderName), Private).FullName, "keeper.lock");

    /// <summary>Whoever holds the keeper's lock listens; a socket of an earlier keeper that was killed goes.</summary>
    internal static Socket Listen(string root)
    {
        Remove(root);
        return FolderSocket.Listen(Path.Combine(root, FolderName), SocketName);
    }

    /// <summary>Nobody connects any more. Idempotent.</summary>
    internal static void Remove(string root) => File.Delete(Path.Combine(root, FolderName, SocketName));

    /// <returns>Null where no keeper listens.</returns>
    internal static FrameConnection? TryConnect(string root)
    {
        var path = Path.Combine(root, FolderName);
        if (!Directory.Exists(path))
        {
            return null;
        }

        try
        {
            return FolderSocket.Connect(path, SocketName);
        }
        catch (SocketException)
        {
            return null;
        }
    }
}
