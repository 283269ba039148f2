using System.Text;
using Whelk.Guest.Protocol;
using Whelk.Vm.Relay;
using Xunit;

namespace Whelk.Vm.Tests.Monitor.Fuzzing;

/// <summary>One process of a fuzzed guest: where it stands, what was said of it, and how its host's end is told.</summary>
internal sealed class FuzzedStream(ushort number, FrameConnection? proxy, ProcessRelay? relay)
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);

    internal enum Phase
    {
        Starting,
        Running,
        Over,
    }

    internal ushort Number => number;

    internal Phase State { get; private set; } = Phase.Starting;

    /// <summary>The host's end of it; null where that is the monitor itself, or gone.</summary>
    internal FrameConnection? Proxy { get; private set; } = proxy;

    /// <summary>Bytes that its standard input was given and that no credit was returned for.</summary>
    internal int Fed { get; private set; }

    /// <summary>The frames that it may send next.</summary>
    internal Frame Rightful(Random random) => (State, random.Next(8)) switch
    {
        (Phase.Starting, 0) => Frame(FrameType.Failed, new PayloadWriter().Int32(2).String("exec").String("x")),
        (Phase.Starting, _) => Frame(FrameType.Started, new PayloadWriter().Int32(random.Next(1, int.MaxValue))),
        (_, 0) => Frame(FrameType.Exit, new PayloadWriter().Int32(random.Next(256)).Bool(random.Next(2) == 0)),
        (_, 1 or 2) when Fed > 0 => new Frame(FrameType.Credit, number, CreditWindow.Encode(FrameType.Stdin, (uint)random.Next(1, Fed + 1))),
        (_, 3 or 4) => new Frame(FrameType.Err, number, Output(random)),
        _ => new Frame(FrameType.Out, number, Output(random)),
    };

    /// <summary>Some that it may not.</summary>
    internal IReadOnlyList<Frame> Wrongful() => State switch
    {
        Phase.Over => [Frame(FrameType.Started, new PayloadWriter().Int32(7)), new Frame(FrameType.Out, number, "x"u8.ToArray()), Frame(FrameType.Exit, new PayloadWriter().Int32(0))],
        Phase.Starting => [new Frame(FrameType.Out, number, "x"u8.ToArray()), Frame(FrameType.Exit, new PayloadWriter().Int32(0)), Frame(FrameType.Started, new PayloadWriter()), Frame(FrameType.Failed, new PayloadWriter().Int32(2))],
        _ =>
        [
            Frame(FrameType.Started, new PayloadWriter().Int32(7)),
            Frame(FrameType.Failed, new PayloadWriter().Int32(2).String("exec").String("x")),
            new Frame(FrameType.Out, number, default),
            new Frame(FrameType.Err, number, new byte[FrameLimits.Data + 1]),
            new Frame(FrameType.Credit, number, CreditWindow.Encode(FrameType.Stdin, (uint)Fed + 1)),
            new Frame(FrameType.Credit, number, CreditWindow.Encode(FrameType.Out, 1)),
            Frame(FrameType.Exit, new PayloadWriter().Int32(256)),
            Frame(FrameType.Exit, new PayloadWriter().Int32(-1)),
            new Frame(FrameType.Stdin, number, "x"u8.ToArray()),
            new Frame((FrameType)1000, number, default),
        ],
    };

    /// <summary>Its standard input is given something.</summary>
    internal void Feed(int count)
    {
        Proxy!.Post(FrameType.Stdin, 0, new byte[count]);
        Fed += count;
    }

    /// <summary>The host's end is gone.</summary>
    internal async Task OrphanAsync()
    {
        await Proxy!.DisposeAsync();
        Proxy = null;
    }

    /// <summary>A rightful frame was sent: whoever it is for has it, as it is.</summary>
    internal async Task TakenAsync(Frame sent)
    {
        State = sent.Type switch
        {
            FrameType.Started => Phase.Running,
            FrameType.Failed or FrameType.Exit => Phase.Over,
            _ => State,
        };
        Fed -= sent.Type is FrameType.Credit ? (int)CreditWindow.Decode(sent.Payload.Span).Count : 0;
        if (Proxy is not null)
        {
            var got = (await Proxy.ReceiveAsync().AsTask().WaitAsync(Bound))!.Value;
            Assert.Equal((sent.Type, 0), (got.Type, got.Stream));
            Assert.Equal(sent.Payload.ToArray(), got.Payload.ToArray());
        }
        else if (sent.Type is FrameType.Exit && relay is not null)
        {
            Assert.Equal(new PayloadReader(sent.Payload.Span).Int32(), await relay.Exited.WaitAsync(Bound));
        }
    }

    /// <summary>The guest is gone: whoever has a process that has not ended hears so, once.</summary>
    internal async Task LostAsync()
    {
        if (Proxy is not null && State is not Phase.Over)
        {
            var last = (await Proxy.ReceiveAsync().AsTask().WaitAsync(Bound))!.Value;
            Assert.Equal(State is Phase.Running ? FrameType.Exit : FrameType.Failed, last.Type);
        }
        else if (relay is not null)
        {
            await relay.Launched.WaitAsync(Bound);
            await relay.Exited.WaitAsync(Bound);
        }
    }

    /// <summary>The same where it is not known what was understood before.</summary>
    internal async Task LostSomehowAsync()
    {
        while (Proxy is not null && State is not Phase.Over)
        {
            var frame = (await Proxy.ReceiveAsync().AsTask().WaitAsync(Bound))!.Value;
            State = frame.Type is FrameType.Failed or FrameType.Exit ? Phase.Over : State;
        }

        await LostAsync();
    }

    private Frame Frame(FrameType type, PayloadWriter payload) => new(type, number, payload.Written.ToArray());

    private static byte[] Output(Random random) => Encoding.ASCII.GetBytes(new string('x', random.Next(1, 300)));
}
