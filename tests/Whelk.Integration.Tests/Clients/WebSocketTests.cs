using System.Net.WebSockets;
using System.Text;
using Whelk.Integration.Tests.Support;

namespace Whelk.Integration.Tests.Clients;

/// <summary>Attaching over a websocket, as browsers do.</summary>
public abstract class WebSocketTests(SharedDaemon shared) : IsolationSuite(shared)
{
    [Fact]
    public async Task Attach_over_a_websocket_carries_input_and_output()
    {
        var name = Name("web");
        await using var workload = await StartAsync(name, "-i", "whelk/base", "sh", "-c", "while read line; do echo \"got $line\"; done");
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var client = new ClientWebSocket();
        using var handler = EngineSocket.Handler(Daemon.Socket);
        using var invoker = new HttpMessageInvoker(handler);
        await client.ConnectAsync(new Uri($"ws://whelk/v1.45/containers/{name}/attach/ws?stream=1&stdin=1&stdout=1"), invoker, bound.Token);

        await client.SendAsync("hello\n"u8.ToArray(), WebSocketMessageType.Text, endOfMessage: true, bound.Token);
        var said = string.Empty;
        var buffer = new byte[1024];
        while (!said.EndsWith('\n'))
        {
            var received = await client.ReceiveAsync(buffer, bound.Token);
            Assert.Equal(WebSocketMessageType.Binary, received.MessageType);
            said += Encoding.UTF8.GetString(buffer, 0, received.Count);
        }

        Assert.Equal("got hello\n", said);
        await client.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, bound.Token);
    }
}
