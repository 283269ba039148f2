using System.Net.Sockets;
using System.Text;
using Whelk.Errors;
using Whelk.Vm.Qemu;
using Whelk.Vm.Tests.Monitor;
using Xunit;

namespace Whelk.Vm.Tests.Qemu;

/// <summary>A QEMU that its guest has taken over: what it says ends in an error, never in a wait or without a bound.</summary>
public sealed class QmpClientTests : IDisposable
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);

    private readonly Socket _qemu;
    private readonly QmpClient _client;
    private readonly List<QmpMessage> _events = [];

    public QmpClientTests()
    {
        (var near, _qemu) = Wires.Pair();
        _client = new QmpClient(near, _events.Add);
    }

    public void Dispose()
    {
        _client.Dispose();
        _qemu.Dispose();
    }

    [Theory]
    [InlineData("no JSON", "hello\n")]
    [InlineData("no object", "[1,2]\n")]
    [InlineData("an id that is none", "{\"return\":{},\"id\":\"1\"}\n")]
    [InlineData("an event without a name", "{\"event\":7}\n")]
    [InlineData("an empty line", "\n")]
    public async Task Said_what_is_no_message_whoever_asked_hears_that_it_is_gone(string trick, string said)
    {
        Assert.NotEmpty(trick);
        var asked = _client.ExecuteAsync("stop", CancellationToken.None);
        Say(said);
        Assert.Equal(ErrorCode.Unavailable, (await Assert.ThrowsAsync<WhelkException>(() => asked.WaitAsync(Bound))).Code);
    }

    [Fact]
    public async Task Said_a_line_without_end_it_is_gone()
    {
        var asked = _client.ExecuteAsync("stop", CancellationToken.None);
        var flood = Task.Run(() =>
        {
            var part = new byte[64 << 10];
            part.AsSpan().Fill((byte)'x');
            for (var sent = 0; sent < 4 << 20 && !asked.IsCompleted; sent += part.Length)
            {
                _qemu.Send(part);
            }
        });
        Assert.Equal(ErrorCode.Unavailable, (await Assert.ThrowsAsync<WhelkException>(() => asked.WaitAsync(Bound))).Code);
        _client.Dispose();
        await Task.WhenAny(flood).WaitAsync(Bound);
    }

    [Fact]
    public async Task Refused_the_reason_is_shown_without_what_steers_a_terminal()
    {
        Say("{\"error\":{\"class\":\"GenericError\",\"desc\":\"\u009b2J\u202e" + new string('x', 100_000) + "\"},\"id\":1}\n");
        var refusal = await Assert.ThrowsAsync<WhelkException>(() => _client.ExecuteAsync("stop", CancellationToken.None).WaitAsync(Bound));
        Assert.InRange(refusal.Message.Length, 100, 3000);
        Assert.DoesNotContain(refusal.Message, character => character is '\u009b' or '\u202e');
    }

    [Fact]
    public async Task Told_to_quit_it_may_go_without_an_answer()
    {
        Say("{\"return\":{},\"id\":1}\n");
        var quit = _client.QuitAsync(CancellationToken.None);
        _qemu.Dispose();
        await quit.WaitAsync(Bound);
    }

    [Fact]
    public async Task Told_to_quit_a_refusal_is_a_failure()
    {
        Say("{\"return\":{},\"id\":1}\n");
        var quit = _client.QuitAsync(CancellationToken.None);
        await HearAsync("\"id\":2");
        Say("{\"error\":{\"class\":\"GenericError\",\"desc\":\"no\"},\"id\":2}\n");
        Assert.Equal(ErrorCode.Internal, (await Assert.ThrowsAsync<WhelkException>(() => quit.WaitAsync(Bound))).Code);
    }

    [Theory]
    [InlineData("[]", null)]
    [InlineData("7", null)]
    [InlineData("{}", null)]
    [InlineData("{\"action\":7}", null)]
    [InlineData("{\"action\":\"stop\"}", "stop")]
    public async Task Told_of_an_event_only_a_text_is_a_text(string data, string? action)
    {
        Say($"{{\"event\":\"BLOCK_IO_ERROR\",\"data\":{data}}}\r\n{{\"return\":{{}},\"id\":1}}\r\n");
        var asked = _client.ExecuteAsync("cont", CancellationToken.None);
        await HearAsync("\"id\":2");
        Say("{\"return\":{},\"id\":2}\r\n");
        await asked.WaitAsync(Bound);
        Assert.Equal(action, QmpMessage.TextOf(Assert.Single(_events).Data, "action"));
    }

    private async Task HearAsync(string word)
    {
        var buffer = new byte[4096];
        for (var heard = string.Empty; !heard.Contains(word, StringComparison.Ordinal);)
        {
            heard += Encoding.UTF8.GetString(buffer, 0, await _qemu.ReceiveAsync(buffer).WaitAsync(Bound));
        }
    }

    private void Say(string text) => Assert.Equal(Encoding.UTF8.GetByteCount(text), _qemu.Send(Encoding.UTF8.GetBytes(text)));
}
