using System.Net.Sockets;
using Microsoft.Win32.SafeHandles;
using Whelk.Engine.Logs;
using Whelk.Engine.Monitors.Protocol;
using Whelk.Linux.Files;
using Whelk.Linux.Processes;
using Whelk.Linux.Terminals;

namespace Whelk.Engine.Monitors;

/// <summary>A process of the workload as its monitor holds it: its pid, its streams, who has joined them, and its end.</summary>
internal sealed class SupervisedProcess : IDisposable
{
    // A grandchild may keep the pipes open after the process has ended; further output of it is waited for this long.
    private static readonly TimeSpan DrainBound = TimeSpan.FromSeconds(1);

    // What is in a pipe then is still read, and a pipe holds no more than this (pipe(7), pipe-max-size), however fast a grandchild fills it.
    private const int LargestPipe = 1 << 20;

    private readonly ProcessStreams _streams;
    private readonly IWorkloadLog? _log;
    private readonly TimeProvider _time;
    private readonly bool _closeInputWithFeeder;
    private readonly Lock _gate = new();
    private List<Attachment> _attachments = [];
    private bool _ended;

    internal SupervisedProcess(string name, ProcessStreams streams, IWorkloadLog? log, TimeProvider time, bool closeInputWithFeeder)
    {
        Name = name;
        _streams = streams;
        _log = log;
        _time = time;
        _closeInputWithFeeder = closeInputWithFeeder;
    }

    internal string Name { get; }

    internal ProcessStreams Streams => _streams;

    internal ChildProcess? Child { get; private set; }

    internal bool IsTerminal => _streams.Stdio.ConsoleSocket is not null;

    internal DateTimeOffset? StartedAt { get; set; }

    /// <summary>Joins a connection to the streams from here on; a process that has ended lets go of it at once.</summary>
    /// <param name="attachment">The connection.</param>
    /// <param name="feedsInput">Whether it feeds standard input.</param>
    /// <param name="afterLog">Whether it is told where the log ended.</param>
    /// <returns>Completes when it has left: closed by its other end, or with the process.</returns>
    internal Task JoinAsync(Attachment attachment, bool feedsInput, bool afterLog = false)
    {
        bool ended;
        lock (_gate)
        {
            ended = _ended;
            if (afterLog && !ended && _log is not null)
            {
                attachment.Follow(_log.End());
            }

            _attachments = ended ? _attachments : [.. _attachments, attachment];
        }

        if (!ended)
        {
            return FollowAsync(attachment, feedsInput);
        }

        attachment.Dispose();
        return Task.CompletedTask;
    }

    /// <summary>Lets go of a connection, and closes it. Idempotent.</summary>
    internal void Leave(Attachment attachment)
    {
        lock (_gate)
        {
            _attachments = [.. _attachments.Where(other => other != attachment)];
        }

        attachment.Dispose();
    }

    internal void Resize(TerminalSize size) => _streams.Resize(size);

    /// <summary>Takes over the child of this pid and supervises it until it and its output have ended.</summary>
    /// <returns>How it ended; the attachments stay open until <see cref="Dispose"/>.</returns>
    internal Task<ExitRecord> SuperviseAsync(int pid)
    {
        Child = ChildProcess.Adopt(pid);
        _streams.CloseChildEnds();
        return WaitAsync(Child);
    }

    public void Dispose()
    {
        List<Attachment> leaving;
        lock (_gate)
        {
            _ended = true;
            (leaving, _attachments) = (_attachments, []);
        }

        leaving.ForEach(attachment => attachment.Dispose());
        _streams.Dispose();
        Child?.Dispose();
    }

    private async Task<ExitRecord> WaitAsync(ChildProcess child)
    {
        using var enough = new CancellationTokenSource();
        var pumps = Task.WhenAll(PumpAsync(1, _streams.Output, enough.Token), PumpAsync(2, _streams.Error, enough.Token));
        var status = await child.WaitAsync();
        var finished = _time.GetUtcNow();
        _attachments.ForEach(attachment => attachment.TakeAll());
        using var bound = new CancellationTokenSource();
        await Task.WhenAny(pumps, Task.Delay(DrainBound, _time, bound.Token));
        await bound.CancelAsync();
        await enough.CancelAsync();
        await pumps;
        return new ExitRecord { Process = Name, ExitCode = status.ShellCode, FinishedAt = finished, StartedAt = StartedAt };
    }

    /// <summary>Passes a stream on to its end; when it is enough, no more than what is there is read, and nobody is waited for.</summary>
    private async Task PumpAsync(int stream, SafeFileHandle? source, CancellationToken enough)
    {
        if (source is null)
        {
            return;
        }

        var buffer = new byte[32 * 1024];
        var late = 0;
        try
        {
            int count;
            while (late < LargestPipe && (count = await ReadAsync(source, buffer, enough)) > 0)
            {
                await ShareAsync(Keep(stream, buffer.AsSpan(0, count)), stream, buffer.AsMemory(0, count), enough);
                late += enough.IsCancellationRequested ? count : 0;
            }
        }
        catch (Exception exception) when (exception is ObjectDisposedException or OperationCanceledException)
        {
            // The process has ended; whoever else holds the pipe is not waited for any longer.
        }
    }

    private static async Task<int> ReadAsync(SafeFileHandle source, byte[] buffer, CancellationToken enough)
    {
        try
        {
            return await Descriptor.ReadAsync(source, buffer, enough);
        }
        catch (OperationCanceledException)
        {
            // What came while it was waited for is there, if nobody has said so yet.
            return await Descriptor.ReadAsync(source, buffer, enough);
        }
    }

    // In one: who joins finds it in the log, or gets it.
    private List<Attachment> Keep(int stream, ReadOnlySpan<byte> data)
    {
        lock (_gate)
        {
            _log?.Append(stream == 1 ? "stdout" : "stderr", data);
            return _attachments;
        }
    }

    private async Task ShareAsync(List<Attachment> attachments, int stream, ReadOnlyMemory<byte> data, CancellationToken enough)
    {
        foreach (var attachment in attachments)
        {
            if (!await attachment.SendAsync(stream, data, enough))
            {
                Leave(attachment);
            }
        }
    }

    private async Task FollowAsync(Attachment attachment, bool feedsInput)
    {
        try
        {
            await FeedAsync(attachment, feedsInput);
            await attachment.GoneAsync();
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The connection broke: as good as its end.
        }

        Leave(attachment);
    }

    private async Task FeedAsync(Attachment attachment, bool feedsInput)
    {
        var buffer = new byte[32 * 1024];
        try
        {
            int count;
            while ((count = await attachment.Socket.ReceiveAsync(buffer.AsMemory(), SocketFlags.None)) > 0)
            {
                if (feedsInput && _streams.Input is { } input)
                {
                    await Descriptor.WriteAsync(input, buffer.AsMemory(0, count));
                }
            }
        }
        finally
        {
            if (feedsInput && _closeInputWithFeeder && !IsTerminal)
            {
                _streams.CloseInput();
            }
        }
    }
}
