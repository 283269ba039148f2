using System.IO.Pipelines;
using System.Net.Sockets;
using Whelk.Api.Hijacking;
using Whelk.Linux.Sockets;
using Xunit;

namespace Whelk.Api.Tests.Hijacking;

public sealed class WebSocketSpliceTests : IDisposable
{
    // A masked frame without content. RFC 6455, 5.5.1.
    private static readonly byte[] CloseFrame = [0x88, 0x80, 1, 2, 3, 4];

    private readonly Pipe _fromClient = new();
    private readonly Pipe _toClient = new();
    private readonly Socket _streams;
    private readonly Socket _workload;

    public WebSocketSpliceTests()
    {
        var (one, other) = SocketPair.Create();
        (_streams, _workload) = (SocketOf(one), SocketOf(other));
    }

    public void Dispose()
    {
        _streams.Dispose();
        _workload.Dispose();
    }

    [Fact]
    public async Task Client_that_goes_after_its_close_is_let_go_though_the_workload_is_silent()
    {
        var (server, client) = SocketPair.Create();
        using (server)
        {
            var running = WebSocketSplice.RunAsync(new DuplexPipe(_fromClient.Reader, _toClient.Writer), _streams, feedsInput: true, framed: false, server);
            await _fromClient.Writer.WriteAsync(CloseFrame, TestContext.Current.CancellationToken);
            Assert.Equal(0, await _workload.ReceiveAsync(new byte[1].AsMemory(), SocketFlags.None, TestContext.Current.CancellationToken));
            Assert.False(running.IsCompleted);

            client.Dispose();

            await running.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        }
    }

    private static Socket SocketOf(Microsoft.Win32.SafeHandles.SafeFileHandle handle)
    {
        var socket = new Socket(new SafeSocketHandle(handle.DangerousGetHandle(), ownsHandle: true));
        handle.SetHandleAsInvalid();
        return socket;
    }
}
