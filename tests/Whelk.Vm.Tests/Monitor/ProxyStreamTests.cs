using System.Net;
using System.Net.Sockets;
using Whelk.Guest.Protocol;
using Whelk.Vm.Monitor;
using Whelk.Vm.Relay;
using Xunit;

namespace Whelk.Vm.Tests.Monitor;

/// <summary>An exec whose guest ends: its proxy always hears of it.</summary>
public sealed class ProxyStreamTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Guest_lost_before_the_start_is_a_failure()
    {
        await using var wires = await Wires.CreateAsync();
        var running = new ProxyStream(wires.Monitor, wires.Session).RunAsync([]);
        await wires.LoseGuestAsync();
        await running.WaitAsync(Bound);
        Assert.Equal(FrameType.Failed, (await wires.Proxy.ReceiveAsync())?.Type);
    }

    [Fact]
    public async Task Guest_lost_already_is_a_failure()
    {
        await using var wires = await Wires.CreateAsync();
        await wires.LoseGuestAsync();
        await new ProxyStream(wires.Monitor, wires.Session).RunAsync([]).WaitAsync(Bound);
        Assert.Equal(FrameType.Failed, (await wires.Proxy.ReceiveAsync())?.Type);
    }

    [Fact]
    public async Task Guest_lost_after_the_start_is_an_end()
    {
        await using var wires = await Wires.CreateAsync();
        var running = new ProxyStream(wires.Monitor, wires.Session).RunAsync([]);
        var exec = (await wires.Guest.ReceiveAsync())!.Value;
        wires.Guest.Post(FrameType.Started, exec.Stream, new PayloadWriter().Int32(7).Written);
        Assert.Equal(FrameType.Started, (await wires.Proxy.ReceiveAsync())?.Type);
        await wires.LoseGuestAsync();
        await running.WaitAsync(Bound);
        Assert.Equal(FrameType.Exit, (await wires.Proxy.ReceiveAsync())?.Type);
    }

    [Fact]
    public async Task Guest_that_breaks_the_protocol_is_ended_at_once()
    {
        await using var wires = await Wires.CreateAsync();
        var running = new ProxyStream(wires.Monitor, wires.Session).RunAsync([]);
        var exec = (await wires.Guest.ReceiveAsync())!.Value;
        wires.Guest.Post(FrameType.Out, exec.Stream, "before the start"u8);
        await wires.Broken.WaitAsync(Bound);
        await running.WaitAsync(Bound);
    }

    /// <summary>A session with a guest, and a proxy's connection, each with its other end.</summary>
    private sealed class Wires : IAsyncDisposable
    {
        private readonly TaskCompletionSource _broken = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly Task _session;

        private Wires((FrameConnection Near, FrameConnection Far) agent, (FrameConnection Near, FrameConnection Far) proxy)
        {
            (Guest, Monitor, Proxy) = (agent.Far, proxy.Near, proxy.Far);
            Session = new AgentSession(agent.Near, () => _broken.TrySetResult());
            _session = Session.RunAsync();
        }

        internal FrameConnection Guest { get; }

        internal FrameConnection Monitor { get; }

        internal FrameConnection Proxy { get; }

        internal AgentSession Session { get; }

        internal Task Broken => _broken.Task;

        internal static async Task<Wires> CreateAsync() => new(await PairAsync(), await PairAsync());

        internal async Task LoseGuestAsync()
        {
            await Guest.DisposeAsync();
            await _session.WaitAsync(Bound);
        }

        public async ValueTask DisposeAsync()
        {
            await Guest.DisposeAsync();
            await Monitor.DisposeAsync();
            await Proxy.DisposeAsync();
        }

        private static async Task<(FrameConnection Near, FrameConnection Far)> PairAsync()
        {
            using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            listener.Listen(1);
            var near = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            await near.ConnectAsync(listener.LocalEndPoint!);
            return (new FrameConnection(near), new FrameConnection(await listener.AcceptAsync()));
        }
    }
}
