using System.Net;
using System.Runtime.InteropServices;
using Whelk.Errors;
using Whelk.Linux.Files;
using Whelk.Linux.Native;
using Whelk.Linux.Processes;
using Whelk.Linux.Signals;

namespace Whelk.Networks.Names;

/// <summary>Finding, starting and ending the process.</summary>
internal sealed partial class NameServer
{
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
        new NameServerRecord(process.Pid, site.InterfaceIndex, new IPEndPoint(site.Address, sockets.Port)).Write(record.Descriptor);
        return (process, sockets.Port);
    }
}
