using Whelk.Errors;
using Whelk.Linux.Processes;

namespace Whelk.Networks.Names;

/// <summary>
/// The daemon's hold on the process that answers names: found again where an earlier daemon has started it, started otherwise, started anew when it dies.
/// The process holds its record locked, so there is never a second one, and a pid in a locked record is that of a living server.
/// </summary>
internal sealed partial class NameServer : IAsyncDisposable
{
    private static readonly TimeSpan ShortLife = TimeSpan.FromSeconds(1);
    private readonly NameServerSite _site;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _watching;

    private NameServer(NameServerSite site, ChildProcess process, int port, TimeProvider time)
    {
        _site = site;
        _time = time;
        Port = port;
        site.Found?.Invoke(process.Pid);
        _watching = WatchAsync(process, _stopping.Token);
    }

    /// <summary>Where it answers on the bridge's address: port 53 is led there.</summary>
    internal int Port { get; }

    /// <summary>Finds the server or starts one, without waiting for it to run: questions wait in its sockets until it does.</summary>
    /// <exception cref="WhelkException">It cannot be started, or no port is free.</exception>
    internal static async Task<NameServer> OpenAsync(NameServerSite site, TimeProvider time)
    {
        if (TryFind(site) is var (found, record))
        {
            return new NameServer(site, found, record.EndPoint.Port, time);
        }

        await EndAsync(site.Folder);
        var (process, port) = Start(site, null);
        return new NameServer(site, process, port, time);
    }

    /// <summary>Ends the daemon's part; the server goes on.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
#pragma warning disable VSTHRD003 // It was started by the constructor: nothing here holds what it waits for.
        await _watching;
#pragma warning restore VSTHRD003
        _stopping.Dispose();
    }

    private async Task WatchAsync(ChildProcess process, CancellationToken stopping)
    {
        try
        {
            while (true)
            {
                using (process)
                {
                    var start = _time.GetTimestamp();
                    await EndOfAsync(process, stopping);
                    if (_time.GetElapsedTime(start) < ShortLife)
                    {
                        await Task.Delay(ShortLife, _time, stopping);
                    }
                }

                process = await StartAgainAsync(stopping);
            }
        }
        catch (OperationCanceledException)
        {
            // Disposed.
        }
    }

    private async Task<ChildProcess> StartAgainAsync(CancellationToken stopping)
    {
        while (true)
        {
            try
            {
                var (process, _) = Start(_site, Port);
                _site.Found?.Invoke(process.Pid);
                return process;
            }
            catch (WhelkException)
            {
                // Until then names are not answered; nothing else depends on it.
                await Task.Delay(ShortLife, _time, stopping);
            }
        }
    }
}
