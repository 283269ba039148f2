using System.Net;
using System.Net.Sockets;

namespace Whelk.Networks.Names;

/// <summary>Answers over TCP: several questions a connection, one after the other, each within a bound of time.</summary>
internal sealed class TcpService(Socket listener, NameResolver resolver, TimeProvider time)
{
    private const int MostConnections = 64;
    private const int MostConnectionsOfOneClient = 16;
    private const int LongestQuery = 4096;

    /// <summary>How long a question may take to come, and its answer to be taken.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly ClientLimits _connections = new(MostConnections, MostConnectionsOfOneClient);

    /// <summary>Runs until it is cancelled.</summary>
    internal async Task RunAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                Serve(await listener.AcceptAsync(stopping), stopping);
            }
            catch (SocketException)
            {
                // The client was gone before it was accepted, or descriptors ran out: the next may fare better.
                await Task.Yield();
            }
        }
    }

    private void Serve(Socket connection, CancellationToken stopping)
    {
        if (connection.RemoteEndPoint is IPEndPoint { Address: var client } && _connections.TryEnter(client))
        {
            _ = ServeAsync(connection, client, stopping);
        }
        else
        {
            connection.Dispose();
        }
    }

    private async Task ServeAsync(Socket connection, IPAddress client, CancellationToken stopping)
    {
        try
        {
            using (connection)
            {
                connection.NoDelay = true;
                while (await ServeOneAsync(new TcpMessages(connection), client, stopping))
                {
                }
            }
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException)
        {
            // The client is gone, or too slow.
        }
        finally
        {
            _connections.Leave(client);
        }
    }

    /// <returns>False at the end of the connection.</returns>
    private async Task<bool> ServeOneAsync(TcpMessages messages, IPAddress client, CancellationToken stopping)
    {
        using var limit = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stopping);
        if (await messages.ReceiveAsync(LongestQuery, either.Token) is not { } question
            || await resolver.AnswerAsync(question, client, udp: false, either.Token) is not { } answer)
        {
            return false;
        }

        await messages.SendAsync(answer, either.Token);
        return true;
    }
}
