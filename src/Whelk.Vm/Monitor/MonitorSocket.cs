using System.Net.Sockets;
using Whelk.Errors;
using Whelk.Vm.Relay;
using Whelk.Vm.Store;

namespace Whelk.Vm.Monitor;

/// <summary>The unix socket in a VM's folder.</summary>
internal static class MonitorSocket
{
    internal static Socket Listen(VmFolder folder) => FolderSocket.Listen(folder.DirectoryPath, VmFolder.SocketName);

    /// <exception cref="WhelkException">Nobody listens: the monitor is gone.</exception>
    internal static FrameConnection Connect(VmFolder folder)
    {
        try
        {
            return FolderSocket.Connect(folder.DirectoryPath, VmFolder.SocketName);
        }
        catch (SocketException exception)
        {
            throw new WhelkException(ErrorCode.InvalidState, "container not running", exception);
        }
    }
}
