using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Whelk.Linux.Files;
using Whelk.Linux.Native;
using Whelk.Linux.Sockets;
using Whelk.Linux.Waiting;
using Xunit;

namespace Whelk.Linux.Tests.Sockets;

[Collection(WholeProcessCollection.Name)]
public sealed class DescriptorPassingTests : IDisposable
{
    private readonly SafeFileHandle _one;
    private readonly SafeFileHandle _other;
    private readonly byte[] _payload = new byte[64];

    public DescriptorPassingTests() => (_one, _other) = SocketPair.Create();

    public void Dispose()
    {
        _one.Dispose();
        _other.Dispose();
    }

    [Fact]
    public void Descriptor_arrives_with_its_payload_and_closes_on_exec()
    {
        using var pipe = Pipe.Create();
        DescriptorPassing.Send(_one, pipe.Write, "log"u8);
        var (received, count) = DescriptorPassing.Receive(_other, _payload);
        using (received)
        {
            const int F_GETFD = 1;
            const int FD_CLOEXEC = 1;
            Assert.Equal(FD_CLOEXEC, Libc.fcntl(received!, F_GETFD, 0));
            Assert.Equal("log", Encoding.UTF8.GetString(_payload, 0, count));
            Assert.True(BlockingIo.Write(received!, "through"u8));
        }

        Assert.Equal(7, BlockingIo.Read(pipe.Read, _payload));
    }

    [Fact]
    public void Message_without_a_descriptor_has_none_and_the_end_is_zero()
    {
        BlockingIo.Write(_one, "plain"u8);
        var (received, count) = DescriptorPassing.Receive(_other, _payload);
        Assert.Equal((null, 5), (received, count));

        _one.Dispose();
        Assert.Equal((null, 0), DescriptorPassing.Receive(_other, _payload));
    }

    [Fact]
    public void Second_descriptor_of_a_message_is_not_left_open()
    {
        using var pipe = Pipe.Create();
        SendTwice(pipe.Write);
        var (received, _) = DescriptorPassing.Receive(_other, _payload);
        received!.Dispose();
        pipe.Write.Dispose();

        // Whoever still held the pipe's end would keep this read waiting.
        Descriptor.SetNonBlocking(pipe.Read);
        Assert.Equal(0, NonBlocking.Read(pipe.Read, _payload));
    }

    [Fact]
    public void Send_to_a_closed_socket_throws()
    {
        _other.Dispose();
        using var pipe = Pipe.Create();

        Assert.Equal(Errno.EPIPE, Assert.Throws<SyscallException>(() => DescriptorPassing.Send(_one, pipe.Write, "x"u8)).Errno);
    }

    private unsafe void SendTwice(SafeHandle fd)
    {
        var control = stackalloc byte[24];

        // SAFETY: CMSG_LEN(8) is 24, all of it on this stack frame.
        *(nint*)control = 24;
        *(int*)(control + 8) = Libc.SOL_SOCKET;
        *(int*)(control + 12) = Libc.SCM_RIGHTS;
        *(int*)(control + 16) = (int)fd.DangerousGetHandle();
        *(int*)(control + 20) = (int)fd.DangerousGetHandle();
        byte payload = 1;
        var vector = new Libc.iovec { iov_base = &payload, iov_len = 1 };
        var message = new Libc.msghdr { msg_iov = &vector, msg_iovlen = 1, msg_control = control, msg_controllen = 24 };
        SyscallResult.Check(Libc.sendmsg(_one, &message, 0), "sendmsg", "two");
    }
}
