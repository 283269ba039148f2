using System.Buffers.Binary;
using System.Net.Sockets;
using Whelk.Engine.Logs;
using Whelk.Engine.Monitors;
using Whelk.Linux.Processes;
using Whelk.Linux.Signals;
using Whelk.Linux.Sockets;
using Whelk.Testing;
using Xunit;

namespace Whelk.Engine.Tests.Monitors;

public sealed class SupervisedProcessTests : IDisposable
{
    // More than a socket and a pipe took together while their reader stood still, less than what blocks the writer for good.
    private const int Much = 240_000;

    private readonly ScratchFolder _folder = new();
    private readonly ManualClock _clock = new(DateTimeOffset.UnixEpoch);
    private readonly ProcessStreams _streams = ProcessStreams.WithPipes(openStdin: true, owner: 0);
    private readonly Socket _reader;
    private readonly Attachment _attachment;
    private readonly JsonFileLog _log;
    private readonly SupervisedProcess _process;

    public SupervisedProcessTests()
    {
        var (one, other) = SocketPair.Create();
        _attachment = new Attachment(SocketOf(one), framed: true, wantsOutput: true, wantsError: true);
        _reader = SocketOf(other);
        _log = new JsonFileLog(LogPath, _clock);
        _process = new SupervisedProcess("init", _streams, _log, _clock, closeInputWithFeeder: true);
    }

    private string LogPath => Path.Combine(_folder.Path, "log");

    public void Dispose()
    {
        _process.Dispose();
        _attachment.Dispose();
        _reader.Dispose();
        _log.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Output_of_an_ended_process_is_whole_for_log_and_reader_though_the_reader_comes_late()
    {
        _ = _process.JoinAsync(_attachment, feedsInput: false);
        await _attachment.OpenAsync();
        await _process.SuperviseAsync(Start($"yes 123456789 | head -c {Much}"));
        _process.Dispose();
        _log.Dispose();

        Assert.Equal(Much / 10, File.ReadLines(LogPath).Count());
        Assert.Equal(Much, (await ReadAllAsync()).Length);
    }

    [Fact]
    public async Task Output_that_no_buffer_holds_waits_for_its_reader_and_is_whole()
    {
        _ = _process.JoinAsync(_attachment, feedsInput: false);
        await _attachment.OpenAsync();
        var exit = _process.SuperviseAsync(Start("yes 123456789 | head -c 5000000"));
        var first = new byte[8];
        Assert.True(await FillAsync(first));
        Assert.True(await FillAsync(new byte[BinaryPrimitives.ReadUInt32BigEndian(first.AsSpan(4))]));
        Assert.False(exit.IsCompleted);
        var rest = ReadAllAsync();
        await exit;
        _process.Dispose();

        Assert.Equal(5_000_000, BinaryPrimitives.ReadUInt32BigEndian(first.AsSpan(4)) + (await rest).Length);
    }

    [Fact]
    public async Task Grandchild_that_holds_the_pipe_is_not_waited_for_beyond_the_bound()
    {
        var exit = _process.SuperviseAsync(Start("sleep 1000 & echo $!"));
        await _clock.AdvanceUntilAsync(exit, TimeSpan.FromSeconds(1));
        _log.Dispose();

        var grandchild = int.Parse(File.ReadAllText(LogPath).Split('"')[3].Replace("\\n", string.Empty, StringComparison.Ordinal), null);
        Assert.Equal(0, (await exit).ExitCode);
        Assert.True(KillGrandchild(grandchild));
    }

    [Fact]
    public async Task Attachment_that_was_never_opened_stalls_nobody_once_it_has_left()
    {
        _ = _process.JoinAsync(_attachment, feedsInput: false);
        var exit = _process.SuperviseAsync(Start("echo hi"));
        _process.Leave(_attachment);

        Assert.Equal(0, (await exit).ExitCode);
    }

    [Fact]
    public async Task Reader_who_follows_the_log_begins_where_it_ends()
    {
        var exit = _process.SuperviseAsync(Start("printf 'one\ntw'; read x; printf 'o\nthree\n'"));
        await UntilLoggedAsync("one");
        _ = _process.JoinAsync(_attachment, feedsInput: true, afterLog: true);
        await _attachment.OpenAsync();
        await _reader.SendAsync("go\n"u8.ToArray());
        await exit;
        _process.Dispose();

        Assert.Equal(new LogMark("1970-01-01T00:00:00.000000000Z", 1), _attachment.After);
        Assert.Equal("two\nthree\n"u8.ToArray(), await ReadAllAsync());
    }

    [Fact]
    public async Task Half_close_ends_input_and_leaves_output()
    {
        var joined = _process.JoinAsync(_attachment, feedsInput: true);
        await _attachment.OpenAsync();
        var exit = _process.SuperviseAsync(Start("cat; echo end"));
        await _reader.SendAsync("hi\n"u8.ToArray());
        _reader.Shutdown(SocketShutdown.Send);

        Assert.Equal(0, (await exit).ExitCode);
        Assert.False(joined.IsCompleted);
        _process.Dispose();
        Assert.Equal("hi\nend\n"u8.ToArray(), await ReadAllAsync());
    }

    [Fact]
    public async Task Close_lets_go_of_the_connection_though_the_process_says_nothing()
    {
        var joined = _process.JoinAsync(_attachment, feedsInput: false);
        await _attachment.OpenAsync();
        var exit = _process.SuperviseAsync(Start("exec sleep 1000"));
        _reader.Shutdown(SocketShutdown.Send);
        _reader.Dispose();
        await joined;

        Assert.True(_attachment.Socket.SafeHandle.IsClosed);
        _process.Child!.Signal(SignalNumber.SIGKILL);
        await exit;
    }

    private static bool KillGrandchild(int pid)
    {
        using var process = ChildProcess.Adopt(pid);
        return process.Signal(SignalNumber.SIGKILL);
    }

    private int Start(string script)
    {
        var options = new SpawnOptions
        {
            Path = "/bin/sh",
            Arguments = ["-c", script],
            StandardInput = _streams.Stdio.Input,
            StandardOutput = _streams.Stdio.Output,
            StandardError = _streams.Stdio.Error,
        };
        using var child = ChildProcess.Start(options);
        return child.Pid;
    }

    private async Task UntilLoggedAsync(string text)
    {
        while (!(await File.ReadAllTextAsync(LogPath, TestContext.Current.CancellationToken)).Contains(text, StringComparison.Ordinal))
        {
            await Task.Yield();
        }
    }

    private async Task<byte[]> ReadAllAsync()
    {
        using var all = new MemoryStream();
        var header = new byte[8];
        while (await FillAsync(header))
        {
            var payload = new byte[BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(4))];
            Assert.True(await FillAsync(payload));
            all.Write(payload);
        }

        return all.ToArray();
    }

    private async Task<bool> FillAsync(byte[] buffer)
    {
        for (var filled = 0; filled < buffer.Length;)
        {
            var count = await _reader.ReceiveAsync(buffer.AsMemory(filled));
            if (count == 0)
            {
                return false;
            }

            filled += count;
        }

        return true;
    }

    private static Socket SocketOf(Microsoft.Win32.SafeHandles.SafeFileHandle handle)
    {
        var number = handle.DangerousGetHandle();
        handle.SetHandleAsInvalid();
        return new Socket(new SafeSocketHandle(number, ownsHandle: true));
    }
}
