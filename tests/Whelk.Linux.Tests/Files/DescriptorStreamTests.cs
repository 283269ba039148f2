using System.Text;
using Whelk.Linux.Files;
using Whelk.Linux.Sockets;
using Xunit;

namespace Whelk.Linux.Tests.Files;

public sealed class DescriptorStreamTests
{
    [Fact]
    public async Task Stream_carries_both_ways_until_the_other_end_is_gone()
    {
        var (one, other) = SocketPair.Create();
        await using var stream = new DescriptorStream(one);
        await using (var peer = new DescriptorStream(other))
        {
            await stream.WriteAsync("there"u8.ToArray());
            Assert.Equal("there", await ReadAsync(peer));
            await peer.WriteAsync("back"u8.ToArray());
            Assert.Equal("back", await ReadAsync(stream));
        }

        Assert.Equal(0, await stream.ReadAsync(new byte[1]));
        await Assert.ThrowsAsync<IOException>(async () => await stream.WriteAsync(new byte[1]));
    }

    // A machine's port is given away so: what was open goes on, and nothing of what comes then is lost.
    [Fact]
    public async Task Stream_that_is_closed_while_it_waits_leaves_a_duplicate_as_it_was()
    {
        var (one, other) = SocketPair.Create();
        using var kept = one;
        await using var peer = new DescriptorStream(other);
        var stream = new DescriptorStream(Descriptor.Duplicate(one));
        var waiting = stream.ReadAsync(new byte[10]).AsTask();
        await stream.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting);
        await peer.WriteAsync("later"u8.ToArray());
        await using var next = new DescriptorStream(Descriptor.Duplicate(kept));
        Assert.Equal("later", await ReadAsync(next));
    }

    private static async Task<string> ReadAsync(DescriptorStream stream)
    {
        var buffer = new byte[100];
        return Encoding.UTF8.GetString(buffer, 0, await stream.ReadAsync(buffer));
    }
}
