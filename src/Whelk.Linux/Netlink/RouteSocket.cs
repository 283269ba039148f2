using Whelk.Linux.Native;

namespace Whelk.Linux.Netlink;

/// <summary>Asks and changes links, addresses and routes of the namespace it was opened in. rtnetlink(7).</summary>
public sealed class RouteSocket : IDisposable
{
    private readonly NetlinkSocket _socket;

    private RouteSocket(NetlinkSocket socket) => _socket = socket;

    /// <summary>Opens a socket in this thread's network namespace.</summary>
    public static RouteSocket Open() => new(NetlinkSocket.Open(NetlinkProtocol.NETLINK_ROUTE));

    /// <summary>Carries out a batch.</summary>
    /// <exception cref="SyscallException">The first request that failed; the others were carried out.</exception>
    public void Send(RouteBatch batch) => _socket.Exchange(batch);

    /// <summary>The interface of this name, or null.</summary>
    public LinkInfo? FindLink(string name)
    {
        try
        {
            return Parse(new RouteBatch().GetLink(name), RouteParser.Link).FirstOrDefault();
        }
        catch (SyscallException exception) when (exception.Errno == Errno.ENODEV)
        {
            return null;
        }
    }

    /// <summary>The interface of this name.</summary>
    /// <exception cref="SyscallException">ENODEV: there is none.</exception>
    public LinkInfo GetLink(string name) => FindLink(name) ?? throw SyscallResult.Failure("RTM_GETLINK", name, Errno.ENODEV);

    /// <summary>Removes an interface.</summary>
    /// <returns>False when there was none.</returns>
    public bool RemoveLink(string name)
    {
        try
        {
            Send(new RouteBatch().RemoveLink(name));
            return true;
        }
        catch (SyscallException exception) when (exception.Errno == Errno.ENODEV)
        {
            return false;
        }
    }

    /// <summary>All interfaces.</summary>
    public IReadOnlyList<LinkInfo> Links() => Parse(new RouteBatch().GetLink(null), RouteParser.Link);

    /// <summary>All addresses, of both families.</summary>
    public IReadOnlyList<InterfaceAddress> Addresses() => Parse(new RouteBatch().GetAddresses(), RouteParser.Address);

    /// <summary>The unicast routes of the main table, of both families.</summary>
    public IReadOnlyList<InterfaceRoute> Routes() => Parse(new RouteBatch().GetRoutes(), RouteParser.Route);

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    private List<T> Parse<T>(RouteBatch batch, Func<NetlinkMessage, T?> parse)
        where T : class => [.. _socket.Exchange(batch).Select(parse).OfType<T>()];
}
