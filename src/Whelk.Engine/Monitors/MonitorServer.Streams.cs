using System.Net.Sockets;
using Whelk.Engine.Monitors.Protocol;
using Whelk.Errors;

namespace Whelk.Engine.Monitors;

/// <summary>Joining a process' streams, and starting further processes.</summary>
internal sealed partial class MonitorServer
{
    private static async Task AttachAsync(SupervisedProcess process, MonitorRequest request, MessageChannel connection)
    {
        var attachment = new Attachment(connection.Socket, framed: !process.IsTerminal, request.Stdout, request.Stderr);
        _ = process.JoinAsync(attachment, request.Stdin, request.AfterLog);
        await OpenAsync(process, attachment, connection, new MonitorReply { Pid = process.Child?.Pid ?? 0, LogEnd = attachment.After });
    }

    // The reply comes before the first byte. Where nobody takes it, the attachment goes: the process must not wait for it to be opened.
    private static async Task OpenAsync(SupervisedProcess process, Attachment attachment, MessageChannel connection, MonitorReply reply)
    {
        try
        {
            await AnswerAsync(connection, reply);
            await attachment.OpenAsync();
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            process.Leave(attachment);
        }
    }

    private async Task ExecAsync(MonitorRequest request, MessageChannel connection)
    {
        var stem = Path.Combine(order.RunDirectory, request.Process[..Math.Min(12, request.Process.Length)]);
        var streams = request.Terminal ? ProcessStreams.WithTerminal($"{stem}.sock") : ProcessStreams.WithPipes(request.Stdin, Root);
        var process = new SupervisedProcess(request.Process, streams, log: null, time, closeInputWithFeeder: true);
        var attachment = new Attachment(connection.Socket, framed: !process.IsTerminal, request.Stdout, request.Stderr);
        using var handover = _orphans.ExpectHandover();
        try
        {
            var pid = await StartProcessAsync(request, process, $"{stem}.pid");
            _ = process.JoinAsync(attachment, request.Stdin);
            var exit = process.SuperviseAsync(pid);
            await OpenAsync(process, attachment, connection, new MonitorReply { Pid = pid, StartedAt = process.StartedAt });
            _ = FinishExecAsync(process, exit);
        }
        catch (WhelkException)
        {
            process.Dispose();
            throw;
        }
    }

    private async Task<int> StartProcessAsync(MonitorRequest request, SupervisedProcess process, string pidFile)
    {
        lock (_gate)
        {
            if (!_processes.TryAdd(request.Process, process))
            {
                throw new WhelkException(ErrorCode.Conflict, $"Exec instance {request.Process} has already started");
            }
        }

        try
        {
            process.StartedAt = time.GetUtcNow();
            await runtime.ExecAsync(order.Id, request.ProcessFile!, request.Program!, pidFile, process.Streams.Stdio, CancellationToken.None);
            await process.Streams.ReceiveTerminalAsync(CancellationToken.None);
            return ReadPid(pidFile);
        }
        catch (WhelkException)
        {
            lock (_gate)
            {
                _processes.Remove(request.Process);
            }

            throw;
        }
        finally
        {
            File.Delete(pidFile);
        }
    }

    private async Task FinishExecAsync(SupervisedProcess process, Task<ExitRecord> exit)
    {
        var record = await exit;
        _orphans.Sweep();
        lock (_gate)
        {
            _processes.Remove(process.Name);
        }

        // First the exit code, then the end of the streams: a client asks for the one when it sees the other.
        await ReportAsync(record);
        process.Dispose();
    }
}
