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
    // A grandchild may keep the pipes open after the process has ended; its output is waited for this long.
    private static readonly TimeSpan DrainBound = TimeSpan.FromSeconds(1);

    private readonly ProcessStreams _streams;
    private readonly JsonFileLog? _log;
    private readonly TimeProvider _time;
    private readonly bool _closeInputWithFeeder;
    private readonly Lock _gate = new();
    private List<Attachment> _attachments = [];
    private bool _ended;

    internal SupervisedProcess(string name, ProcessStreams streams, JsonFileLog? log, TimeProvider time, bool closeInputWithFeeder)
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
    internal void Join(Attachment attachment, bool feedsInput)
    {
        bool ended;
        lock (_gate)
        {
            ended = _ended;
            if (!ended)
            {
                _attachments = [.. _attachments, attachment];
            }
        }

        if (ended)
        {
            attachment.Dispose();
        }
        else
        {
            _ = FollowAsync(attachment, feedsInput);
        }
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
        var pumps = Task.WhenAll(PumpAsync(1, _streams.Output), PumpAsync(2, _streams.Error));
        var status = await child.WaitAsync();
        var finished = _time.GetUtcNow();
        await Task.WhenAny(pumps, Task.Delay(DrainBound, _time));
        return new ExitRecord { Process = Name, ExitCode = status.ShellCode, FinishedAt = finished, StartedAt = StartedAt };
    }

    private async Task PumpAsync(int stream, SafeFileHandle? source)
    {
        if (source is null)
        {
            return;
        }

        var buffer = new byte[32 * 1024];
        try
        {
            int count;
            while ((count = await Descriptor.ReadAsync(source, buffer)) > 0)
            {
                _log?.Append(stream == 1 ? "stdout" : "stderr", buffer.AsSpan(0, count));
                foreach (var attachment in _attachments)
                {
                    await attachment.SendAsync(stream, buffer.AsMemory(0, count));
                }
            }
        }
        catch (ObjectDisposedException)
        {
            // The process has ended and its drain bound has passed.
        }
    }

    private async Task FollowAsync(Attachment attachment, bool feedsInput)
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
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The connection broke: as good as its end.
        }

        if (feedsInput && _closeInputWithFeeder && !IsTerminal)
        {
            _streams.CloseInput();
        }
    }
}
