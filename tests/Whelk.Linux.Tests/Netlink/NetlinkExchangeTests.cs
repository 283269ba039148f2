using System.Text;
using Whelk.Linux.Native;
using Whelk.Linux.Netlink;
using Xunit;

namespace Whelk.Linux.Tests.Netlink;

public sealed class NetlinkExchangeTests
{
    private const uint First = 40;
    private readonly NetlinkBatch _batch = new();

    [Fact]
    public void Exchange_is_complete_when_all_that_asked_are_answered()
    {
        var exchange = Begin(NetlinkFlags.NLM_F_ACK, NetlinkFlags.None, NetlinkFlags.NLM_F_DUMP);
        exchange.Answer(First, Errno.None, []);
        Assert.False(exchange.IsComplete);
        exchange.Receive(First + 2, 16, NetlinkFlags.NLM_F_MULTI, "link"u8);
        exchange.Answer(First + 2, Errno.None, []);

        Assert.True(exchange.IsComplete);
        Assert.Equal("link", Encoding.UTF8.GetString(Assert.Single(exchange.Messages).Payload.Span));
        exchange.ThrowFirstFailure();
    }

    [Fact]
    public void Exchange_throws_the_first_failure_with_the_kernels_reason()
    {
        var exchange = Begin(NetlinkFlags.NLM_F_ACK, NetlinkFlags.NLM_F_ACK);
        exchange.Answer(First, Errno.EINVAL, [.. new byte[20], 12, 0, 1, 0, .. "too big\0"u8]);
        exchange.Answer(First + 1, Errno.EEXIST, []);

        Assert.True(exchange.IsComplete);
        Assert.Equal("call 0 subject 0 (too big): Invalid argument", Assert.Throws<SyscallException>(exchange.ThrowFirstFailure).Message);
    }

    [Fact]
    public void Answers_to_another_batch_are_passed_over()
    {
        var exchange = Begin(NetlinkFlags.NLM_F_ACK);
        exchange.Answer(First - 1, Errno.EINVAL, []);
        exchange.Answer(First + 1, Errno.EINVAL, []);
        exchange.Receive(First - 1, 16, NetlinkFlags.None, []);

        Assert.False(exchange.IsComplete);
        Assert.Empty(exchange.Messages);
    }

    [Fact]
    public void Error_about_a_message_that_asked_for_nothing_ends_the_batch()
    {
        var exchange = Begin(NetlinkFlags.None, NetlinkFlags.NLM_F_ACK, NetlinkFlags.NLM_F_ACK);
        exchange.Answer(First, Errno.EPERM, []);

        Assert.True(exchange.IsComplete);
        Assert.Equal(Errno.EPERM, Assert.Throws<SyscallException>(exchange.ThrowFirstFailure).Errno);
    }

    [Fact]
    public void List_that_changed_meanwhile_is_known_as_interrupted()
    {
        var exchange = Begin(NetlinkFlags.NLM_F_DUMP);
        exchange.Receive(First, 16, NetlinkFlags.NLM_F_MULTI | NetlinkFlags.NLM_F_DUMP_INTR, []);

        Assert.True(exchange.Interrupted);
    }

    private NetlinkExchange Begin(params NetlinkFlags[] flags)
    {
        for (var i = 0; i < flags.Length; i++)
        {
            _batch.Begin($"call {i}", $"subject {i}", 16, flags[i], default(Libc.ifinfomsg));
            _batch.End();
        }

        return new NetlinkExchange(_batch, First);
    }
}
