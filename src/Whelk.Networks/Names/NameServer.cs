using System.Runtime.InteropServices;
using Whelk.Errors;
using Whelk.Linux.Files;
using Whelk.Linux.Native;
using Whelk.Linux.Processes;
using Whelk.Linux.Signals;

namespace Whelk.Networks.Names;

/// <summary>
/// The daemon's hold on the process that answers names: found again where an earlier daemon has started it, started otherwise, started anew when it dies.
/// The process holds its record locked, so there is never a second one, and a pid in a locked record is that of a living server.
/// </summary>
internal sealed class NameServer : IAsyncDisposable
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

    /// <summary>Ends whatever server has its record in the folder, and removes the record. Idempotent.</summary>
    /// <exception cref="WhelkException">Unavailable: one runs whose record is damaged.</exception>
    internal static async Task EndAsync(string folder)
    {
        var path = NameServerRecord.PathIn(folder);
        if (!File.Exists(path))
        {
            return;
        }

        if (!IsFree(path))
        {
            var pid = NameServerRecord.ReadPid(folder) ?? throw new WhelkException(ErrorCode.Unavailable, $"a name server holds {path}, but its record has no process id: end it by hand");
            await KillAsync(pid, path);
        }

        File.Delete(path);
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

    private static bool IsFree(string path)
    {
        using var held = FileLock.TryTake(path);
        return held is not null;
    }

    private static (ChildProcess Process, NameServerRecord Record)? TryFind(NameServerSite site)
    {
        var path = NameServerRecord.PathIn(site.Folder);
        if (IsFree(path) || NameServerRecord.Read(site.Folder) is not { } record || !site.Fits(record))
        {
            return null;
        }

        try
        {
            return (ChildProcess.Adopt(record.Pid), record);
        }
        catch (SyscallException exception) when (exception.Errno == Errno.ESRCH)
        {
            return null;
        }
    }

    private static async Task KillAsync(int pid, string path)
    {
        try
        {
            using var process = ChildProcess.Adopt(pid);

            // Only if the record is still locked did the number belong to the server when it was turned into a descriptor.
            if (!IsFree(path))
            {
                process.Signal(SignalNumber.SIGKILL);
                await EndOfAsync(process, CancellationToken.None);
            }
        }
        catch (SyscallException exception) when (exception.Errno == Errno.ESRCH)
        {
            // It has just ended by itself.
        }
    }

    /// <summary>Waits for the end, and reaps it if it is a child of this daemon and not of an earlier one.</summary>
    private static async Task EndOfAsync(ChildProcess process, CancellationToken cancellationToken)
    {
        try
        {
            await process.WaitAsync(cancellationToken);
        }
        catch (SyscallException exception) when (exception.Errno == Errno.ECHILD)
        {
            // Another process reaps it.
        }
    }

    private static (ChildProcess Process, int Port) Start(NameServerSite site, int? port)
    {
        var path = NameServerRecord.PathIn(site.Folder);
        using var record = FileLock.TryTake(path) ?? throw new WhelkException(ErrorCode.Conflict, $"a name server holds {path}");
        using var sockets = NameServerSockets.Bind(site, port);
        NameServerRecord.Clear(record.Descriptor);
        var process = ChildProcess.Start(new SpawnOptions
        {
            Path = site.Executable,
            Arguments = [NameServerProcess.Command, site.Folder, site.Subnet.ToString(), $"{site.InterfaceIndex}"],
            NewSession = true,
            WorkingDirectory = "/",
            Descriptors = new Dictionary<int, SafeHandle>
            {
                [NameServerProcess.UdpDescriptor] = sockets.Udp,
                [NameServerProcess.TcpDescriptor] = sockets.Tcp,
                [NameServerProcess.LockDescriptor] = record.Descriptor,
            },
        });

        // The server writes the same, should this daemon be killed here.
        new NameServerRecord(process.Pid, site.InterfaceIndex, new System.Net.IPEndPoint(site.Address, sockets.Port)).Write(record.Descriptor);
        return (process, sockets.Port);
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
                return Start(_site, Port).Process;
            }
            catch (WhelkException)
            {
                // Until then names are not answered; nothing else depends on it.
                await Task.Delay(ShortLife, _time, stopping);
            }
        }
    }
}
