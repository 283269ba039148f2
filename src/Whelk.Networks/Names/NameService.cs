using System.Net;
using Whelk.Errors;
using Whelk.Networks.Addresses;

namespace Whelk.Networks.Names;

/// <summary>A network's names: their folder, and the server that answers them. Both outlive the daemon.</summary>
internal sealed class NameService : IAsyncDisposable
{
    private readonly NameFolder _folder;
    private readonly NameServer? _server;

    private NameService(NameFolder folder, NameServer? server, IPEndPoint? endPoint, string? fault)
    {
        _folder = folder;
        _server = server;
        EndPoint = endPoint;
        Fault = fault;
    }

    /// <summary>Where the server answers; null where there is none.</summary>
    internal IPEndPoint? EndPoint { get; }

    /// <summary>Why there is none, though one was asked for.</summary>
    internal string? Fault { get; }

    /// <summary>Forgets the names of workloads that are no more, and finds or starts the server. A server that cannot be started is told of and no failure: workloads run without it.</summary>
    internal static async Task<NameService> OpenAsync(
        NetworkOptions options, int bridgeIndex, AddressLeases leases, IReadOnlySet<IPAddress> live, TimeProvider time)
    {
        var folder = new NameFolder(options.StateDirectory);
        folder.Keep(live);
        if (options.NameServerExecutable is not { } executable)
        {
            return new NameService(folder, null, null, null);
        }

        var site = new NameServerSite
        {
            Executable = executable,
            Folder = folder.Path,
            InterfaceIndex = bridgeIndex,
            Address = leases.Gateway,
            Subnet = leases.Subnet,
            Found = options.NameServerFound,
        };
        try
        {
            var server = await NameServer.OpenAsync(site, time);
            return new NameService(folder, server, new IPEndPoint(leases.Gateway, server.Port), null);
        }
        catch (WhelkException exception)
        {
            return new NameService(folder, null, null, $"names of workloads are not answered: {exception.Message}");
        }
    }

    /// <summary>Ends the server and removes the folder; needs no open network. Idempotent.</summary>
    internal static async Task RemoveAllAsync(NetworkOptions options)
    {
        var folder = NameFolder.PathIn(options.StateDirectory);
        if (Directory.Exists(folder))
        {
            await NameServer.EndAsync(folder);
            Directory.Delete(folder, recursive: true);
        }
    }

    internal void Add(NameRecord record) => _folder.Add(record);

    internal void Remove(IPAddress address) => _folder.Remove(address);

    /// <summary>Ends the daemon's part.</summary>
    public ValueTask DisposeAsync() => _server?.DisposeAsync() ?? ValueTask.CompletedTask;
}
