using System.Net.Sockets;
using System.Text;

namespace Whelk.Linux.Systemd;

/// <summary>What a service of Type=notify tells its manager. sd_notify(3).</summary>
public sealed class ServiceNotification
{
    private const string Variable = "NOTIFY_SOCKET";
    private readonly string? _socket;

    private ServiceNotification(string? socket) => _socket = socket;

    /// <summary>
    /// The manager's socket as the environment names it, which does not name it any more then: what this process starts is not to speak for it, and a runtime that finds it would hand it on to its
    /// container. Tells nobody where there is none.
    /// </summary>
    public static ServiceNotification Take()
    {
        var socket = Environment.GetEnvironmentVariable(Variable);
        Environment.SetEnvironmentVariable(Variable, null);
        return To(socket);
    }

    /// <param name="socket">A path, or an abstract name behind "@"; what is neither is told nothing.</param>
    internal static ServiceNotification To(string? socket) => new(socket);

    /// <summary>It serves.</summary>
    public void Ready() => Tell("READY=1");

    /// <summary>It begins to end.</summary>
    public void Stopping() => Tell("STOPPING=1");

    // One datagram. A manager that cannot be told finds out by itself; it is no reason not to serve.
    private void Tell(string state)
    {
        if (_socket is not ['/' or '@', _, ..])
        {
            return;
        }

        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
            socket.SendTo(Encoding.ASCII.GetBytes(state), new UnixDomainSocketEndPoint(_socket[0] == '@' ? $"\0{_socket[1..]}" : _socket));
        }
        catch (SocketException)
        {
            // Nobody listens.
        }
    }
}
