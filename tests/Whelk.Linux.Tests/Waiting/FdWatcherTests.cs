using System.Text;
using Microsoft.Win32.SafeHandles;
using Whelk.Linux.Files;
using Whelk.Linux.Native;
using Whelk.Linux.Sockets;
using Whelk.Linux.Waiting;
using Xunit;

namespace Whelk.Linux.Tests.Waiting;

[Collection(WholeProcessCollection.Name)]
public sealed class FdWatcherTests : IDisposable
{
    private readonly SafeFileHandle _one;
    private readonly SafeFileHandle _other;
    private readonly byte[] _buffer = new byte[16];

    public FdWatcherTests()
    {
        (_one, _other) = SocketPair.Create();
        Descriptor.SetNonBlocking(_one);
        Descriptor.SetNonBlocking(_other);
    }

    public void Dispose()
    {
        FdWatcher.Shared.Forget(_one);
        _one.Dispose();
        _other.Dispose();
    }

    [Fact]
    public async Task Readable_completes_at_the_first_byte()
    {
        var readable = FdWatcher.Shared.ReadableAsync(_one);
        Assert.False(readable.IsCompleted);
        Assert.True(BlockingIo.Write(_other, "x"u8));
        await readable;

        Assert.Equal(1, NonBlocking.Read(_one, _buffer));
        Assert.Equal(NonBlocking.Again, NonBlocking.Read(_one, _buffer));
    }

    [Fact]
    public async Task Readable_completes_when_the_other_end_is_gone()
    {
        var readable = FdWatcher.Shared.ReadableAsync(_one);
        _other.Dispose();
        await readable;

        Assert.Equal(0, NonBlocking.Read(_one, _buffer));
        Assert.Equal(NonBlocking.Gone, NonBlocking.Write(_one, "x"u8));
    }

    [Fact]
    public async Task Reader_and_writer_wait_side_by_side()
    {
        while (NonBlocking.Write(_one, new byte[4096]) > 0)
        {
        }

        var (readable, writable) = (FdWatcher.Shared.ReadableAsync(_one), FdWatcher.Shared.WritableAsync(_one));
        Assert.True(BlockingIo.Write(_other, "x"u8));
        await readable;
        Assert.False(writable.IsCompleted);
        while (NonBlocking.Read(_other, new byte[65536]) > 0)
        {
        }

        await writable;
    }

    [Fact]
    public async Task Forget_lets_those_who_wait_go_on()
    {
        var readable = FdWatcher.Shared.ReadableAsync(_one);
        FdWatcher.Shared.Forget(_one);
        FdWatcher.Shared.Forget(_one);

        await readable;
    }

    [Fact]
    public async Task Cancel_ends_one_wait_and_the_next_one_works()
    {
        using var cancellation = new CancellationTokenSource();
        var readable = FdWatcher.Shared.ReadableAsync(_one, cancellation.Token);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => readable);

        BlockingIo.Write(_other, "x"u8);
        await FdWatcher.Shared.ReadableAsync(_one);
    }

    [Fact]
    public async Task Number_that_was_closed_without_a_word_serves_the_next_file()
    {
        for (var round = 0; round < 20; round++)
        {
            using var pipe = Pipe.Create();
            BlockingIo.Write(pipe.Write, "x"u8);
            await FdWatcher.Shared.ReadableAsync(pipe.Read);
        }
    }

    [Fact]
    public async Task Forgetting_a_closed_descriptor_leaves_the_next_one_of_its_number_alone()
    {
        var former = Pipe.Create();
        var waiting = FdWatcher.Shared.ReadableAsync(former.Read);
        former.Dispose();
        using var next = Pipe.Create();
        Assert.Equal(former.Read.DangerousGetHandle(), next.Read.DangerousGetHandle());

        var readable = FdWatcher.Shared.ReadableAsync(next.Read);
        await waiting;
        FdWatcher.Shared.Forget(former.Read);
        Assert.False(readable.IsCompleted);
        BlockingIo.Write(next.Write, "x"u8);
        await readable;
    }

    [Fact]
    public async Task Regular_file_cannot_be_watched()
    {
        using var file = Descriptor.Open("/etc/passwd");

        Assert.Equal(Errno.EPERM, (await Assert.ThrowsAsync<SyscallException>(() => FdWatcher.Shared.ReadableAsync(file))).Errno);
    }

    [Fact]
    public async Task Write_waits_for_a_slow_reader_and_says_when_it_is_gone()
    {
        var content = new byte[1 << 20];
        var writing = Descriptor.WriteAsync(_one, content);
        for (var read = 0; read < content.Length;)
        {
            var buffer = new byte[65536];
            read += await Descriptor.ReadAsync(_other, buffer);
        }

        Assert.True(await writing);
        var second = Descriptor.WriteAsync(_one, content);
        FdWatcher.Shared.Forget(_other);
        _other.Dispose();
        Assert.False(await second);
    }

    [Fact]
    public void Event_loop_calls_back_who_is_ready_until_it_is_removed()
    {
        using var loop = new EventLoop();
        var heard = new StringBuilder();
        loop.Add(_one, () => heard.Append(Encoding.UTF8.GetString(_buffer, 0, NonBlocking.Read(_one, _buffer))));
        loop.Want(_one, read: true, write: false);
        BlockingIo.Write(_other, "hello"u8);
        loop.RunOnce();
        loop.Remove(_one);
        loop.Remove(_one);
        loop.Add(_other, () => heard.Append(" other"));
        loop.Want(_other, read: false, write: true);
        BlockingIo.Write(_other, "unheard"u8);
        loop.RunOnce();

        Assert.Equal("hello other", heard.ToString());
    }
}
