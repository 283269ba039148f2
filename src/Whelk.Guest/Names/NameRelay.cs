using System.Net;
using System.Net.Sockets;
using Microsoft.Win32.SafeHandles;
using Whelk.Guest.Port;
using Whelk.Guest.Protocol;
using Whelk.Linux.Files;
using Whelk.Linux.Sockets;
using Whelk.Linux.Waiting;

namespace Whelk.Guest.Names;

/// <summary>
/// Stands for a resolver that is on a loopback address of the host's network namespace, which packets of a guest cannot reach: what the workload asks here goes to
/// the host as a frame, and the answer back to whoever asked. Over UDP alone, as clients ask first.
/// </summary>
internal sealed class NameRelay(EventLoop loop, HostPort port)
{
    private const int NamePort = 53;

    // So many clients are remembered; the one that asked longest ago is forgotten, and asks again.
    private const int MostClients = 256;

    // Taken in one round, so that streams have their turn.
    private const int MostAtOnce = 16;

    private readonly byte[][] _clients = new byte[MostClients][];
    private readonly byte[] _buffer = new byte[FrameLimits.NameMessage + 1];
    private SafeFileHandle? _socket;
    private byte _next;

    /// <summary>Begins to serve an address; the first one alone. Idempotent.</summary>
    internal void Serve(string address)
    {
        if (_socket is not null)
        {
            return;
        }

        // Shared with a name server that the workload itself may be, on all its addresses.
        _socket = BoundSocket.Serve(new IPEndPoint(IPAddress.Parse(address), NamePort), ProtocolType.Udp, 0, shared: true);
        Descriptor.SetNonBlocking(_socket);
        loop.Add(_socket, OnReadable);
        loop.Want(_socket, read: true, write: false);
    }

    /// <summary>Passes an answer on.</summary>
    internal void OnAnswer(ushort number, ReadOnlySpan<byte> message)
    {
        if (_socket is not null && number < MostClients && _clients[number] is { } client)
        {
            Datagram.Send(_socket, message, client);
        }
    }

    private void OnReadable()
    {
        for (var i = 0; i < MostAtOnce; i++)
        {
            var client = new byte[Datagram.AddressLength];
            var count = Datagram.Receive(_socket!, _buffer, client);
            if (count == NonBlocking.Again)
            {
                return;
            }

            // What is no question, is too long, or comes while the host takes nothing, is lost, as datagrams are.
            if (count is > 0 and <= FrameLimits.NameMessage && !port.Full)
            {
                _clients[_next] = client;
                port.Send(FrameType.Question, _next++, _buffer.AsSpan(0, count));
            }
        }
    }
}
