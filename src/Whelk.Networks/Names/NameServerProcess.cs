using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Whelk.Linux.Files;
using Whelk.Linux.Processes;

namespace Whelk.Networks.Names;

/// <summary>
/// The process that answers names, started as `whelk dns` by the daemon, which it outlives. Its sockets are bound before it starts, so a question never finds
/// nobody; it gives up root before it reads the first one. It ends when its record is removed from the folder.
/// </summary>
public static class NameServerProcess
{
    /// <summary>The word it is started with.</summary>
    public const string Command = "dns";

    internal const int UdpDescriptor = 3;
    internal const int TcpDescriptor = 4;
    internal const int LockDescriptor = 5;

    /// <summary>Serves until the end.</summary>
    /// <param name="folder">The folder of the names.</param>
    /// <param name="subnet">Who is answered, beside the workloads of other networks.</param>
    /// <param name="interfaceIndex">For the record.</param>
    /// <returns>The process' exit code.</returns>
    public static Task<int> RunAsync(string folder, string subnet, string interfaceIndex) =>
        ServeAsync(folder, IPNetwork.Parse(subnet), int.Parse(interfaceIndex, CultureInfo.InvariantCulture), CurrentProcess.BecomeNobody);

    internal static async Task<int> ServeAsync(string folder, IPNetwork subnet, int interfaceIndex, Action giveUpRoot)
    {
        using var udp = Inherited(UdpDescriptor);
        using var tcp = Inherited(TcpDescriptor);

        // Held open to the end: it is the lock.
        using var record = Descriptor.Inherited(LockDescriptor);
        var own = (IPEndPoint)udp.LocalEndPoint!;
        new NameServerRecord(Environment.ProcessId, interfaceIndex, own).Write(record);
        using var table = new NameTable(folder);
        giveUpRoot();

        var forwarder = new Forwarder(new HostResolvers(HostResolvers.DefaultPath, own.Address).Read, TimeProvider.System);
        var resolver = new NameResolver(table, forwarder, subnet);
        using var stopping = new CancellationTokenSource();
        var serving = Task.WhenAny(new UdpService(udp, resolver).RunAsync(stopping.Token), new TcpService(tcp, resolver, TimeProvider.System).RunAsync(stopping.Token));
        while (!table.IsGone && !serving.IsCompleted)
        {
            await Task.WhenAny(serving, table.ChangedAsync(stopping.Token));
        }

        await stopping.CancelAsync();
        return table.IsGone ? 0 : 1;
    }

    private static Socket Inherited(int descriptor) => new(new SafeSocketHandle(descriptor, ownsHandle: true));
}
