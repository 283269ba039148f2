using System.IO.Pipelines;
using System.Net.Sockets;
using System.Text;
using Whelk.Api.Hijacking;
using Whelk.Linux.Sockets;
using Xunit;

namespace Whelk.Api.Tests.Hijacking;

public sealed class StreamSpliceTests : IDisposable
{
    private readonly Pipe _fromClient = new();
    private readonly Pipe _toClient = new();
    private readonly Socket _streams;
    private readonly Socket _workload;

    public StreamSpliceTests()
    {
        var (one, other) = SocketPair.Create();
        (_streams, _workload) = (SocketOf(one), SocketOf(other));
    }

    private DuplexPipe Client => new(_fromClient.Reader, _toClient.Writer);

    public void Dispose()
    {
        _streams.Dispose();
        _workload.Dispose();
    }

    [Fact]
    public async Task Half_close_of_the_client_ends_input_alone()
    {
        var running = StreamSplice.RunAsync(Client, _streams, feedsInput: true);
        await _fromClient.Writer.WriteAsync("question"u8.ToArray());
        await _fromClient.Writer.CompleteAsync();
        Assert.Equal("question", await ReadAllAsync(_workload));
        await _workload.SendAsync("answer"u8.ToArray());
        _workload.Shutdown(SocketShutdown.Send);
        await running;

        Assert.Equal("answer", await SentToClientAsync());
    }

    [Fact]
    public async Task End_of_the_workload_ends_it_though_the_client_stays()
    {
        var running = StreamSplice.RunAsync(Client, _streams, feedsInput: true);
        await _workload.SendAsync("last words"u8.ToArray());
        _workload.Shutdown(SocketShutdown.Send);
        await running;

        Assert.Equal("last words", await SentToClientAsync());
    }

    [Fact]
    public async Task Input_that_is_not_wanted_is_dropped()
    {
        var running = StreamSplice.RunAsync(Client, _streams, feedsInput: false);
        await _fromClient.Writer.WriteAsync("unwanted"u8.ToArray());
        await _fromClient.Writer.CompleteAsync();
        Assert.Equal(string.Empty, await ReadAllAsync(_workload));
        _workload.Shutdown(SocketShutdown.Send);

        await running;
    }

    [Fact]
    public async Task Keys_of_the_client_end_it_and_do_not_reach_the_workload()
    {
        var running = StreamSplice.RunAsync(Client, _streams, feedsInput: true, keys: DetachKeys.Parse("ctrl-p,ctrl-q"));
        await _fromClient.Writer.WriteAsync("typed\u0010"u8.ToArray());
        await _fromClient.Writer.WriteAsync("\u0011"u8.ToArray());

        Assert.True(await running);
        _streams.Dispose();
        Assert.Equal("typed", await ReadAllAsync(_workload));
    }

    [Fact]
    public async Task Client_that_takes_no_more_ends_it()
    {
        var running = StreamSplice.RunAsync(Client, _streams, feedsInput: true);
        await _toClient.Reader.CompleteAsync();
        await _workload.SendAsync("to nobody"u8.ToArray());

        await running;
    }

    [Fact]
    public async Task Close_of_the_client_ends_it_though_the_workload_says_nothing()
    {
        var (one, other) = SocketPair.Create();
        using var watched = one;
        var running = StreamSplice.RunAsync(Client, _streams, feedsInput: true, watched);
        await _fromClient.Writer.WriteAsync("last wish"u8.ToArray());
        other.Dispose();
        await _fromClient.Writer.CompleteAsync();
        await running;

        Assert.Equal("last wish", await ReadAllAsync(_workload));
    }

    [Fact]
    public async Task Half_close_of_the_clients_socket_does_not_end_it()
    {
        var (one, other) = SocketPair.Create();
        using var watched = one;
        using var client = SocketOf(other);
        var running = StreamSplice.RunAsync(Client, _streams, feedsInput: true, watched);
        client.Shutdown(SocketShutdown.Send);
        await _fromClient.Writer.CompleteAsync();
        Assert.Equal(string.Empty, await ReadAllAsync(_workload));
        await _workload.SendAsync("answer"u8.ToArray());
        _workload.Shutdown(SocketShutdown.Send);
        await running;

        Assert.Equal("answer", await SentToClientAsync());
    }

    [Theory]
    [InlineData(false, "hi", "68-69")]
    [InlineData(false, "ä", "C3-A4")]
    [InlineData(true, "hi", "68-69")]
    public void Frame_is_the_stream_three_zeros_and_the_length(bool terminal, string text, string payload)
    {
        var header = terminal ? string.Empty : $"01-00-00-00-00-00-00-{payload.Split('-').Length:X2}-";

        Assert.Equal(header + payload, BitConverter.ToString(StreamFrame.Of(terminal, text)));
    }

    [Fact]
    public void Frame_of_standard_error_is_two_and_lengths_are_big_endian() =>
        Assert.Equal("02-00-00-00-00-01-02-03", BitConverter.ToString(StreamFrame.Of(2, new byte[0x010203]), 0, 8));

    private static async Task<string> ReadAllAsync(Socket socket)
    {
        var all = new StringBuilder();
        var buffer = new byte[256];
        int count;
        while ((count = await socket.ReceiveAsync(buffer)) > 0)
        {
            all.Append(Encoding.UTF8.GetString(buffer, 0, count));
        }

        return all.ToString();
    }

    private static Socket SocketOf(Microsoft.Win32.SafeHandles.SafeFileHandle handle)
    {
        var number = handle.DangerousGetHandle();
        handle.SetHandleAsInvalid();
        return new Socket(new SafeSocketHandle(number, ownsHandle: true));
    }

    private async Task<string> SentToClientAsync()
    {
        await _toClient.Writer.CompleteAsync();
        return await new StreamReader(_toClient.Reader.AsStream()).ReadToEndAsync();
    }
}
