using Whelk.Integration.Tests.Support;

[assembly: AssemblyFixture(typeof(SharedDaemon))]

namespace Whelk.Integration.Tests.Support;

/// <summary>One daemon for all tests that leave it as they found it.</summary>
public class SharedDaemon : IAsyncLifetime
{
    private readonly Dictionary<string, string> _environment = [];

    private PrivateDaemon? _daemon;

    public SharedDaemon()
    {
    }

    private protected SharedDaemon(string name, string value) => _environment[name] = value;

    internal PrivateDaemon Daemon => _daemon!;

    public async ValueTask InitializeAsync() => _daemon = await PrivateDaemon.StartAsync(_environment);

    public async ValueTask DisposeAsync()
    {
        await Daemon.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
