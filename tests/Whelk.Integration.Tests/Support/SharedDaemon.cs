using Whelk.Integration.Tests.Support;

[assembly: AssemblyFixture(typeof(SharedDaemon))]

namespace Whelk.Integration.Tests.Support;

/// <summary>One daemon for all tests that leave it as they found it.</summary>
public sealed class SharedDaemon : IAsyncLifetime
{
    private PrivateDaemon? _daemon;

    internal PrivateDaemon Daemon => _daemon!;

    public async ValueTask InitializeAsync() => _daemon = await PrivateDaemon.StartAsync();

    public async ValueTask DisposeAsync() => await Daemon.DisposeAsync();
}
