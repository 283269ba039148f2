namespace Whelk.Integration.Tests.Support;

/// <summary>A workload that a test started; removed with it.</summary>
internal sealed class StartedWorkload(PrivateDaemon daemon, string name) : IAsyncDisposable
{
    internal string Name => name;

    public async ValueTask DisposeAsync() => await daemon.WhelkAsync("rm", "-f", name);
}
