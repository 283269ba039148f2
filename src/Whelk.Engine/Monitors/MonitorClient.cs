using System.Net.Sockets;
using Whelk.Engine.Monitors.Protocol;
using Whelk.Errors;

namespace Whelk.Engine.Monitors;

/// <summary>The daemon's side of one workload's monitor.</summary>
internal sealed class MonitorClient(string runDirectory)
{
    private string SocketPath => Path.Combine(runDirectory, MonitorProtocol.SocketName);

    /// <summary>Joins a monitor that an earlier daemon started.</summary>
    /// <returns>Null when it is gone.</returns>
    internal async Task<(MonitorReply State, MessageChannel Events)?> WatchAsync(CancellationToken cancellationToken)
    {
        try
        {
            var (reply, channel) = await AskAsync(new MonitorRequest { Op = MonitorOp.Watch }, cancellationToken);
            return (reply, channel);
        }
        catch (WhelkException exception) when (exception.Code == ErrorCode.Unavailable)
        {
            return null;
        }
    }

    /// <summary>Starts the created workload.</summary>
    internal async Task<MonitorReply> StartAsync(CancellationToken cancellationToken)
    {
        var (reply, channel) = await AskAsync(new MonitorRequest { Op = MonitorOp.Start }, cancellationToken);
        channel.Dispose();
        return reply;
    }

    /// <summary>Sets a terminal's size.</summary>
    internal async Task ResizeAsync(string process, ushort rows, ushort columns, CancellationToken cancellationToken)
    {
        var (_, channel) = await AskAsync(new MonitorRequest { Op = MonitorOp.Resize, Process = process, Rows = rows, Columns = columns }, cancellationToken);
        channel.Dispose();
    }

    /// <summary>Changes which host ports it holds, or where they lead.</summary>
    /// <returns>With the ports held.</returns>
    internal async Task<MonitorReply> HoldPortsAsync(IReadOnlyList<PortOrder> ports, CancellationToken cancellationToken)
    {
        var (reply, channel) = await AskAsync(new MonitorRequest { Op = MonitorOp.Ports, Ports = ports }, cancellationToken);
        channel.Dispose();
        return reply;
    }

    /// <summary>Attach or Exec: the connection carries the process' streams from here on; the caller disposes it.</summary>
    internal async Task<(MonitorReply Reply, Socket Streams)> JoinAsync(MonitorRequest request, CancellationToken cancellationToken)
    {
        var (reply, channel) = await AskAsync(request, cancellationToken);
        return (reply, channel.Socket);
    }

    private async Task<(MonitorReply Reply, MessageChannel Channel)> AskAsync(MonitorRequest request, CancellationToken cancellationToken)
    {
        var channel = new MessageChannel(new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified));
        try
        {
            await channel.Socket.ConnectAsync(new UnixDomainSocketEndPoint(SocketPath), cancellationToken);
            await channel.SendAsync(request, MonitorJson.Default.MonitorRequest, cancellationToken);
            var reply = await channel.ReceiveAsync(MonitorJson.Default.MonitorReply, cancellationToken)
                ?? throw new WhelkException(ErrorCode.Unavailable, "the workload's monitor went away");
            return (reply.OrThrow(), channel);
        }
        catch (SocketException exception)
        {
            channel.Dispose();
            throw new WhelkException(ErrorCode.Unavailable, $"the workload's monitor does not answer: {exception.Message}", exception);
        }
        catch (Exception)
        {
            channel.Dispose();
            throw;
        }
    }
}
