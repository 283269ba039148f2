using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using Whelk.Guest.Protocol;
using Whelk.Testing;
using Whelk.Vm.Monitor;
using Xunit;

namespace Whelk.Vm.Tests.Monitor;

/// <summary>What a guest asks of an engine's resolver: datagrams, bounded in length and number.</summary>
public sealed class LoopbackNamesTests : IDisposable
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);

    private readonly Socket _resolver = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly Channel<(ushort Number, byte[] Message)> _answers = Channel.CreateUnbounded<(ushort, byte[])>();
    private readonly ManualClock _clock = new(DateTimeOffset.UnixEpoch);
    private readonly LoopbackNames _names;

    public LoopbackNamesTests()
    {
        _resolver.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _names = new LoopbackNames((IPEndPoint)_resolver.LocalEndPoint!, (number, message) => _answers.Writer.TryWrite((number, message.ToArray())), _clock);
    }

    public void Dispose() => _resolver.Dispose();

    [Fact]
    public async Task Answers_go_back_under_the_numbers_of_their_questions()
    {
        _names.Ask(7, "seven"u8.ToArray());
        _names.Ask(8, "eight"u8.ToArray());
        var asked = new[] { await ReceiveAsync(), await ReceiveAsync() };
        Assert.Equal(["eight", "seven"], asked.Select(one => System.Text.Encoding.UTF8.GetString(one.Question)).Order(StringComparer.Ordinal));
        foreach (var (question, client) in asked.Reverse())
        {
            await _resolver.SendToAsync(question, client);
            Assert.Equal((question[0] == (byte)'s' ? 7 : 8, System.Text.Encoding.UTF8.GetString(question)), await AnswerAsync());
        }
    }

    [Fact]
    public async Task Questions_beyond_the_limit_are_lost_until_others_are_given_up()
    {
        for (var i = 0; i <= LoopbackNames.MostQuestions; i++)
        {
            _names.Ask((ushort)i, new byte[] { (byte)i });
        }

        for (var i = 0; i < LoopbackNames.MostQuestions; i++)
        {
            Assert.NotEqual(LoopbackNames.MostQuestions, (await ReceiveAsync()).Question[0]);
        }

        _clock.Advance(TimeSpan.FromMinutes(1));

        // Given up means that the socket is closed, which the tasks see to one by one: asked again, as clients do.
        byte[] again;
        do
        {
            _names.Ask(200, new byte[] { 200 });
            again = (await TryReceiveAsync())?.Question ?? [];
        }
        while (again is not [200]);
    }

    [Fact]
    public void A_question_of_impossible_length_breaks_the_protocol()
    {
        Assert.Throws<ProtocolException>(() => _names.Ask(0, new byte[FrameLimits.NameMessage + 1]));
        Assert.Throws<ProtocolException>(() => _names.Ask(0, ReadOnlyMemory<byte>.Empty));
    }

    private async Task<(byte[] Question, EndPoint Client)> ReceiveAsync()
    {
        var buffer = new byte[FrameLimits.NameMessage];
        var received = await _resolver.ReceiveFromAsync(buffer, new IPEndPoint(IPAddress.Any, 0)).WaitAsync(Bound);
        return (buffer[..received.ReceivedBytes], received.RemoteEndPoint);
    }

    // Null: nothing has come in a moment.
    private async Task<(byte[] Question, EndPoint Client)?> TryReceiveAsync() =>
        _resolver.Poll(TimeSpan.FromMilliseconds(50), SelectMode.SelectRead) ? await ReceiveAsync() : null;

    private async Task<(int Number, string Message)> AnswerAsync()
    {
        var (number, message) = await _answers.Reader.ReadAsync().AsTask().WaitAsync(Bound);
        return (number, System.Text.Encoding.UTF8.GetString(message));
    }
}
