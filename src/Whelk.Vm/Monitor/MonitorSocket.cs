using System.Net.Sockets;
using Whelk.Errors;
using Whelk.Linux.Files;
using Whelk.Vm.Relay;
using Whelk.Vm.Store;

namespace Whelk.Vm.Monitor;

/// <summary>The unix socket in a VM's folder. Addressed through a descriptor of the folder: a path of its own may be longer than the 107 bytes that fit.</summary>
internal static class MonitorSocket
{
    internal static Socket Listen(VmFolder folder)
    {
        using var directory = Descriptor.Open(folder.DirectoryPath);
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(PathIn(directory, folder)));
        socket.Listen();
        return socket;
    }

    /// <exception cref="WhelkException">Nobody listens: the monitor is gone.</exception>
    internal static FrameConnection Connect(VmFolder folder)
    {
        using var directory = Descriptor.Open(folder.DirectoryPath);
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(PathIn(directory, folder)));
            return new FrameConnection(socket);
        }
        catch (SocketException exception)
        {
            socket.Dispose();
            throw new WhelkException(ErrorCode.InvalidState, "container not running", exception);
        }
    }

    private static string PathIn(Microsoft.Win32.SafeHandles.SafeFileHandle directory, VmFolder folder) =>
        $"/proc/self/fd/{directory.DangerousGetHandle()}/{VmFolder.SocketName}";
}
