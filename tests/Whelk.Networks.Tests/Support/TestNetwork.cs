using System.Net;
using Whelk.Networks.Endpoints;
using Whelk.Networks.Names;
using Whelk.Networks.Ports;

namespace Whelk.Networks.Tests.Support;

/// <summary>A network of the test's own, removed with everything on it.</summary>
internal sealed class TestNetwork : IAsyncDisposable
{
    private readonly List<IDisposable> _held = [];

    private TestNetwork(NetworkOptions options) => Options = options;

    internal NetworkOptions Options { get; }

    internal BridgeNetwork Network { get; private set; } = null!;

    /// <summary>Where a workload asks for names.</summary>
    internal IPEndPoint NameServer => new(Network.Gateway, 53);

    /// <summary>The folder of the names.</summary>
    internal string Names => NameFolder.PathIn(Options.StateDirectory);

    internal static async Task<TestNetwork> OpenAsync(int poolSize = 0, bool nameServer = false)
    {
        var folder = Directory.CreateTempSubdirectory("whelk-net-").FullName;
        var executable = nameServer ? Environment.ProcessPath : null;
        var test = new TestNetwork(new NetworkOptions { Root = folder, StateDirectory = folder, PoolSize = poolSize, NameServerExecutable = executable });
        try
        {
            test.Network = await BridgeNetwork.OpenAsync(test.Options, [], TimeProvider.System);
            return test;
        }
        catch
        {
            await test.DisposeAsync();
            throw;
        }
    }

    /// <summary>A workload that answers with its name on a port.</summary>
    internal async Task<Endpoint> ServeAsync(string name, int port)
    {
        var endpoint = await Network.AttachAsync();
        _held.Add(new EchoServer(endpoint.NamespacePath, port, name));
        return endpoint;
    }

    /// <summary>A workload that has names.</summary>
    internal async Task<Endpoint> AttachAsync(params string[] names)
    {
        var endpoint = await Network.AttachAsync();
        Network.Announce(endpoint, names);
        return endpoint;
    }

    /// <summary>Takes a port as a workload's monitor does, once the daemon has allowed it.</summary>
    internal PortReservation Reserve(PortMapping mapping)
    {
        Network.Check(mapping);
        return PortReservation.Take(mapping);
    }

    internal PublishedPort Publish(Endpoint endpoint, PortMapping mapping)
    {
        var reservation = Hold(Reserve(mapping));
        return Network.Publish(endpoint, mapping, reservation.Port);
    }

    internal T Hold<T>(T held)
        where T : IDisposable
    {
        _held.Add(held);
        return held;
    }

    internal async Task<OtherHost> OtherHostAsync() => Hold(await OtherHost.CreateAsync(Options.StateDirectory));

    /// <summary>As if the daemon were killed and another one started.</summary>
    internal async Task RestartAsync(params LiveWorkload[] live)
    {
        await Network.DisposeAsync();
        Network = await BridgeNetwork.OpenAsync(Options with { PoolSize = 0 }, live, TimeProvider.System);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var held in _held)
        {
            held.Dispose();
        }

        if (Network is not null)
        {
            await Network.DisposeAsync();
        }

        await BridgeNetwork.RemoveAllAsync(Options);
        Directory.Delete(Options.StateDirectory, recursive: true);
    }
}
