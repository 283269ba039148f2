using System.Net.Sockets;
using System.Text;
using Whelk.Engine.Monitors.Protocol;
using Whelk.Errors;
using Whelk.Testing;
using Xunit;

namespace Whelk.Engine.Tests.Monitors;

public sealed class MessageChannelTests : IAsyncLifetime
{
    private readonly ScratchFolder _scratch = new();
    private Socket _peer = null!;
    private MessageChannel _channel = null!;

    public async ValueTask InitializeAsync()
    {
        var path = new UnixDomainSocketEndPoint(_scratch["s"]);
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(path);
        listener.Listen();
        var client = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await client.ConnectAsync(path);
        _channel = new MessageChannel(client);
        _peer = await listener.AcceptAsync();
    }

    public ValueTask DisposeAsync()
    {
        _channel.Dispose();
        _peer.Dispose();
        _scratch.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Message_is_its_length_and_json()
    {
        await _channel.SendAsync(new ExitRecord { Process = "init", ExitCode = 3, FinishedAt = DateTimeOffset.UnixEpoch }, MonitorJson.Default.ExitRecord, CancellationToken.None);
        var bytes = new byte[256];
        var count = await _peer.ReceiveAsync(bytes);
        var json = "{\"Process\":\"init\",\"ExitCode\":3,\"OomKilled\":false,\"FinishedAt\":\"1970-01-01T00:00:00+00:00\"}";

        Assert.Equal(json.Length, BitConverter.ToInt32(bytes));
        Assert.Equal(json, Encoding.UTF8.GetString(bytes, 4, count - 4));
    }

    [Fact]
    public async Task Message_that_arrives_in_single_bytes_is_whole()
    {
        var json = "{\"Op\":\"Resize\",\"Process\":\"init\",\"Rows\":24,\"Columns\":80}"u8.ToArray();
        var receiving = _channel.ReceiveAsync(MonitorJson.Default.MonitorRequest, CancellationToken.None);
        foreach (var part in BitConverter.GetBytes(json.Length).Concat(json))
        {
            await _peer.SendAsync(new[] { part });
        }

        var request = (await receiving)!;
        Assert.Equal((MonitorOp.Resize, "init", 24, 80), (request.Op, request.Process, request.Rows, request.Columns));
    }

    [Theory]
    [InlineData("nothing", 0, "")]
    [InlineData("half a header", 0, "0500")]
    [InlineData("half a message", 0, "050000007B7D")]
    public async Task End_within_a_message_is_null(string trick, int nothing, string bytes)
    {
        await _peer.SendAsync(Convert.FromHexString(bytes).AsMemory(nothing));
        _peer.Dispose();

        Assert.True(await _channel.ReceiveAsync(MonitorJson.Default.MonitorReply, CancellationToken.None) is null, trick);
    }

    [Fact]
    public async Task Length_that_is_too_long_is_corrupt()
    {
        await _peer.SendAsync(Convert.FromHexString("FFFFFFFF"));
        var error = await Assert.ThrowsAsync<WhelkException>(() => _channel.ReceiveAsync(MonitorJson.Default.MonitorReply, CancellationToken.None));

        Assert.Equal(ErrorCode.Corrupt, error.Code);
    }

    [Fact]
    public void Reply_throws_the_error_it_carries()
    {
        var reply = MonitorReply.From(new WhelkException(ErrorCode.Conflict, "in use"));

        Assert.Equal((ErrorCode.Conflict, "in use"), Assert.Throws<WhelkException>(() => reply.OrThrow()) is { } error ? (error.Code, error.Message) : default);
        Assert.Same(reply with { Error = null } is var fine ? fine : null, fine.OrThrow());
    }
}
