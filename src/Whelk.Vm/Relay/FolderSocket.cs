using System.Net.Sockets;
using Whelk.Linux.Files;

namespace Whelk.Vm.Relay;

/// <summary>A unix socket in a folder, addressed through a descriptor of the folder: a path of its own may be longer than the 107 bytes that fit.</summary>
internal static class FolderSocket
{
    internal static Socket Listen(string folder, string name)
    {
        using var directory = Descriptor.Open(folder);
        var socket = New();
        socket.Bind(EndPoint(directory, name));
        socket.Listen();
        return socket;
    }

    /// <exception cref="SocketException">Nobody listens.</exception>
    internal static FrameConnection Connect(string folder, string name)
    {
        using var directory = Descriptor.Open(folder);
        var socket = New();
        try
        {
            socket.Connect(EndPoint(directory, name));
            return new FrameConnection(socket);
        }
        catch (SocketException)
        {
            socket.Dispose();
            throw;
        }
    }

    private static Socket New() => new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

    private static UnixDomainSocketEndPoint EndPoint(Microsoft.Win32.SafeHandles.SafeFileHandle directory, string name) => new($"/proc/self/fd/{directory.DangerousGetHandle()}/{name}");
}
