using Whelk.Engine.Monitors.Protocol;
using Whelk.Errors;

namespace Whelk.Engine.Monitors;

/// <summary>Joining a process' streams, and starting further processes.</summary>
internal sealed partial class MonitorServer
{
    private static async Task AttachAsync(SupervisedProcess process, MonitorRequest request, MessageChannel connection)
    {
        var attachment = new Attachment(connection.Socket, framed: !process.IsTerminal, request.Stdout, request.Stderr);
        process.Join(attachment, request.Stdin);
        await AnswerAsync(connection, new MonitorReply { Pid = process.Child?.Pid ?? 0 });
        attachment.Open();
    }

    private async Task ExecAsync(MonitorRequest request, MessageChannel connection)
    {
        var stem = Path.Combine(order.RunDirectory, request.Process[..Math.Min(12, request.Process.Length)]);
        var streams = request.Terminal ? ProcessStreams.WithTerminal($"{stem}.sock") : ProcessStreams.WithPipes(request.Stdin);
        var process = new SupervisedProcess(request.Process, streams, log: null, time, closeInputWithFeeder: true);
        var attachment = new Attachment(connection.Socket, framed: !process.IsTerminal, request.Stdout, request.Stderr);
        using var handover = _orphans.ExpectHandover();
        try
        {
            var pid = await StartProcessAsync(request, process, $"{stem}.pid");
            process.Join(attachment, request.Stdin);
            var exit = process.SuperviseAsync(pid);
            await AnswerAsync(connection, new MonitorReply { Pid = pid, StartedAt = process.StartedAt });
            attachment.Open();
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
