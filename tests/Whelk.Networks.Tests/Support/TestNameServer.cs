using System.Net;
using System.Net.Sockets;
using Whelk.Networks.Names;
using Whelk.Testing;
using Xunit;

namespace Whelk.Networks.Tests.Support;

/// <summary>The server's parts in this process, on loopback, with resolvers of the test's own.</summary>
internal sealed class TestNameServer : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("whelk-names-").FullName;
    private readonly Socket _udp = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly Socket _tcp = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly CancellationTokenSource _stopping = new();
    private readonly NameTable _table;
    private readonly Task _serving;

    internal TestNameServer(IPNetwork? subnet = null, params IPEndPoint[] resolvers)
    {
        Names = new NameFolder(_folder);
        _table = new NameTable(Names.Path);
        _tcp.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _tcp.Listen();
        EndPoint = (IPEndPoint)_tcp.LocalEndPoint!;
        _udp.Bind(EndPoint);
        var resolver = new NameResolver(_table, new Forwarder(() => resolvers, Time), subnet ?? IPNetwork.Parse("127.0.0.0/8"));
        _serving = Task.WhenAll(new UdpService(_udp, resolver).RunAsync(_stopping.Token), new TcpService(_tcp, resolver, Time).RunAsync(_stopping.Token));
    }

    internal ManualClock Time { get; } = new(DateTimeOffset.UnixEpoch);

    internal NameFolder Names { get; }

    internal IPEndPoint EndPoint { get; }

    internal void Add(string address, params string[] names) => Names.Add(new NameRecord(IPAddress.Parse(address), names));

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _serving);
        _udp.Dispose();
        _tcp.Dispose();
        _table.Dispose();
        _stopping.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
