using Whelk.Integration.Tests.Support;

namespace Whelk.Integration.Tests.Networks;

/// <summary>A network that is removed when the value is disposed.</summary>
internal sealed class OwnNetwork : IAsyncDisposable
{
    private readonly PrivateDaemon _daemon;

    private OwnNetwork(PrivateDaemon daemon, string name) => (_daemon, Name) = (daemon, name);

    internal string Name { get; }

    internal static async Task<OwnNetwork> CreateAsync(PrivateDaemon daemon, string name, params string[] options)
    {
        await daemon.DoAsync(["network", "create", .. options, name]);
        return new OwnNetwork(daemon, name);
    }

    // What a workload used is given back behind the answer to rm.
    public async ValueTask DisposeAsync()
    {
        for (var tries = 0; tries < 500 && (await _daemon.WhelkAsync("network", "rm", Name)).Error.Contains("active endpoints", StringComparison.Ordinal); tries++)
        {
        }
    }
}
