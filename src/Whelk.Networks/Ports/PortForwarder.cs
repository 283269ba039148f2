using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Whelk.Linux.Files;

namespace Whelk.Networks.Ports;

/// <summary>
/// Passes the IPv6 connections of a published port on to the workload's IPv4 address; IPv4 needs no process. The workload's monitor
/// runs it. A half-closed connection stays open the other way; a connection that fails ends alone.
/// </summary>
public sealed class PortForwarder : IAsyncDisposable
{
    private const int BufferSize = 64 * 1024;
    private const int ConnectionLimit = 1024;
    private readonly Socket _listener;
    private volatile IPEndPoint _target;
    private readonly CancellationTokenSource _stopping = new();
    private readonly SemaphoreSlim _slots = new(ConnectionLimit);
    private readonly Task _accepting;

    /// <param name="listener">A listening socket (<see cref="PortReservation.Listener"/>), as inherited; a copy of it is kept.</param>
    /// <param name="target">The workload's address and port.</param>
    public PortForwarder(SafeHandle listener, IPEndPoint target)
    {
        using var copy = Descriptor.Duplicate(listener);
        _listener = new Socket(new SafeSocketHandle(copy.DangerousGetHandle(), ownsHandle: true));
        copy.SetHandleAsInvalid();
        _target = target;
        _accepting = AcceptAllAsync(_stopping.Token);
    }

    /// <summary>Connections that come from now on go there.</summary>
    public void LeadTo(IPEndPoint target) => _target = target;

    /// <summary>Stops listening and cuts what is open.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Dispose();
#pragma warning disable VSTHRD003 // It was started by the constructor: nothing here holds what it waits for.
        await _accepting;
#pragma warning restore VSTHRD003
        _stopping.Dispose();
    }

    private async Task AcceptAllAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await _slots.WaitAsync(stopping);
                var connection = await _listener.AcceptAsync(stopping);
                _ = ForwardAsync(connection, stopping);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (SocketException)
            {
                // The client was gone before it was accepted, or descriptors ran out: the next may fare better.
                _slots.Release();
                await Task.Yield();
            }
        }
    }

    private async Task ForwardAsync(Socket client, CancellationToken stopping)
    {
        var target = _target;
        try
        {
            using (client)
            using (var server = new Socket(target.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true })
            {
                client.NoDelay = true;
                await server.ConnectAsync(target, stopping);
                await Task.WhenAll(CopyAsync(client, server, stopping), CopyAsync(server, client, stopping));
            }
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException)
        {
            // Either side is gone, and with it the connection.
        }
        finally
        {
            _slots.Release();
        }
    }

    /// <summary>Copies until the end of one direction and passes the end on; an error cuts both.</summary>
    private static async Task CopyAsync(Socket from, Socket to, CancellationToken stopping)
    {
        try
        {
            var buffer = new byte[BufferSize];
            int count;
            while ((count = await from.ReceiveAsync(buffer, stopping)) > 0)
            {
                for (var sent = 0; sent < count;)
                {
                    sent += await to.SendAsync(buffer.AsMemory(sent, count - sent), stopping);
                }
            }

            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            from.Close(0);
            to.Close(0);
        }
    }
}
