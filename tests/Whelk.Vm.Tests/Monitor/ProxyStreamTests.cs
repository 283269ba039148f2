using Whelk.Guest.Protocol;
using Whelk.Vm.Monitor;
using Xunit;

namespace Whelk.Vm.Tests.Monitor;

/// <summary>An exec whose guest ends: its proxy always hears of it.</summary>
public sealed class ProxyStreamTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Guest_lost_before_the_start_is_a_failure()
    {
        await using var wires = new Wires();
        var running = new ProxyStream(wires.Monitor, wires.Session).RunAsync([]);
        await wires.LoseGuestAsync();
        await running.WaitAsync(Bound);
        Assert.Equal(FrameType.Failed, (await wires.Proxy.ReceiveAsync())?.Type);
    }

    [Fact]
    public async Task Guest_lost_already_is_a_failure()
    {
        await using var wires = new Wires();
        await wires.LoseGuestAsync();
        await new ProxyStream(wires.Monitor, wires.Session).RunAsync([]).WaitAsync(Bound);
        Assert.Equal(FrameType.Failed, (await wires.Proxy.ReceiveAsync())?.Type);
    }

    [Fact]
    public async Task Guest_lost_after_the_start_is_an_end()
    {
        await using var wires = new Wires();
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
        await using var wires = new Wires();
        var running = new ProxyStream(wires.Monitor, wires.Session).RunAsync([]);
        var exec = (await wires.Guest.ReceiveAsync())!.Value;
        wires.Guest.Post(FrameType.Out, exec.Stream, "before the start"u8);
        await wires.Broken.WaitAsync(Bound);
        await running.WaitAsync(Bound);
    }

    [Fact]
    public async Task Proxy_that_is_gone_is_let_go_at_once_and_its_stream_only_by_the_guest()
    {
        await using var wires = new Wires();
        var running = new ProxyStream(wires.Monitor, wires.Session).RunAsync([]);
        var exec = (await wires.Guest.ReceiveAsync())!.Value;
        await wires.Proxy.DisposeAsync();
        await running.WaitAsync(Bound);
        Assert.Equal(FrameType.Signal, (await wires.Guest.ReceiveAsync())?.Type);

        // It still counts, and may end as it should; then it is nobody's.
        wires.Guest.Post(FrameType.Started, exec.Stream, new PayloadWriter().Int32(7).Written);
        wires.Guest.Post(FrameType.Exit, exec.Stream, new PayloadWriter().Int32(137).Written);
        Assert.Equal(FrameType.Signal, (await wires.Guest.ReceiveAsync())?.Type);
        Assert.False(wires.Broken.IsCompleted);
        wires.Guest.Post(FrameType.Started, exec.Stream, new PayloadWriter().Int32(7).Written);
        await wires.Broken.WaitAsync(Bound);
    }

    [Fact]
    public async Task Flood_that_nobody_reads_any_more_is_answered_with_few_frames()
    {
        const int Bytes = 3 * FrameLimits.InitialCredit;
        await using var wires = new Wires();
        var running = new ProxyStream(wires.Monitor, wires.Session).RunAsync([]);
        var exec = (await wires.Guest.ReceiveAsync())!.Value;
        await wires.Proxy.DisposeAsync();
        await running.WaitAsync(Bound);
        var flooded = wires.Session.PingAsync();
        wires.Guest.Post(FrameType.Started, exec.Stream, new PayloadWriter().Int32(7).Written);
        for (var sent = 0; sent < Bytes; sent++)
        {
            wires.Guest.Post(FrameType.Out, exec.Stream, "x"u8);
        }

        wires.Guest.Post(FrameType.Pong, 0);
        await flooded.WaitAsync(Bound);
        wires.Session.Post(FrameType.Shutdown, 0, []);
        var answers = 0;
        while ((await wires.Guest.ReceiveAsync())!.Value.Type is not FrameType.Shutdown)
        {
            answers++;
        }

        Assert.InRange(answers, 1, 100);
    }
}
