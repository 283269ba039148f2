using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Whelk.Linux.Files;
using Whelk.Linux.Namespaces;
using Whelk.Linux.Netlink;

namespace Whelk.Vm.Tests.Runtime.Support;

/// <summary>A network namespace with an eth0, as engines make it, and another one at its far end.</summary>
internal sealed class TwoNamespaces : IDisposable
{
    internal const string Address = "10.77.0.2";
    internal const string FarAddress = "10.77.0.1";
    internal const string HardwareAddress = "02:42:0a:4d:00:02";
    internal const int Mtu = 1400;
    internal const string SecondFarAddress = "10.78.0.1";
    private const string SecondAddress = "10.78.0.2";
    private const string SecondHardwareAddress = "02:42:0a:4e:00:02";

    private readonly string _far;
    private NamespaceThread? _thread;

    private TwoNamespaces(string path, string far) => (Path, _far) = (path, far);

    /// <summary>Of the namespace with eth0.</summary>
    internal string Path { get; }

    internal static async Task<TwoNamespaces> CreateAsync(string folder)
    {
        var both = new TwoNamespaces(System.IO.Path.Combine(folder, "netns"), System.IO.Path.Combine(folder, "netns-far"));
        await NetworkNamespace.CreateAsync(both.Path, static () => { });
        await NetworkNamespace.CreateAsync(both._far, static () => { });
        both._thread = NamespaceThread.InNetwork(both._far);
        both._thread.Run(() => both.Connect(new VethPair { Name = "far0", PeerMac = PhysicalAddress.Parse(HardwareAddress), Mtu = Mtu }, FarAddress));
        using var near = NamespaceThread.InNetwork(both.Path);
        near.Run(() => SetUp("eth0", Address));
        near.Run(AddDefaultRoute);
        return both;
    }

    /// <summary>A socket of the far namespace that listens.</summary>
    internal Socket Listen(int port) => _thread!.Run(() =>
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Any, port));
        socket.Listen();
        return socket;
    });

    /// <summary>A socket for datagrams in the namespace with eth0.</summary>
    internal Socket BindNear(IPEndPoint endPoint)
    {
        using var near = NamespaceThread.InNetwork(Path);
        return near.Run(() =>
        {
            using var route = RouteSocket.Open();
            route.Send(new RouteBatch().LinkUp(route.GetLink("lo").Index, linkLocal: true));
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            socket.Bind(endPoint);
            return socket;
        });
    }

    /// <summary>A socket of the far namespace, not connected yet.</summary>
    internal Socket NewSocket() => _thread!.Run(static () => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));

    /// <summary>An eth1 beside eth0, with a far end of its own.</summary>
    internal void AddEth1()
    {
        _thread!.Run(() => Connect(new VethPair { Name = "far1", PeerName = "eth1", PeerMac = PhysicalAddress.Parse(SecondHardwareAddress) }, SecondFarAddress));
        using var near = NamespaceThread.InNetwork(Path);
        near.Run(() => SetUp("eth1", SecondAddress));
    }

    public void Dispose()
    {
        _thread?.Dispose();
        NetworkNamespace.Unpin(Path);
        NetworkNamespace.Unpin(_far);
    }

    private void Connect(VethPair pair, string address)
    {
        using var target = Descriptor.Open(Path);
        using var socket = RouteSocket.Open();
        socket.Send(new RouteBatch().Veth(pair, target));
        var index = socket.GetLink(pair.Name).Index;
        socket.Send(new RouteBatch().Address(index, IPAddress.Parse(address), 24).LinkUp(index));
    }

    private static void SetUp(string name, string address)
    {
        using var socket = RouteSocket.Open();
        var index = socket.GetLink(name).Index;
        socket.Send(new RouteBatch().Address(index, IPAddress.Parse(address), 24).LinkUp(index));
    }

    private static void AddDefaultRoute()
    {
        using var socket = RouteSocket.Open();
        socket.Send(new RouteBatch().Route(socket.GetLink("eth0").Index, new IPNetwork(IPAddress.Any, 0), IPAddress.Parse(FarAddress)));
    }
}
