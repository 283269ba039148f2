using Whelk.Engine.Events;
using Xunit;

namespace Whelk.Engine.Tests.Events;

public sealed class EventLogTests
{
    private readonly EventLog _log = new();

    [Fact]
    public async Task Read_without_a_time_gives_what_comes_alone()
    {
        _log.Add(Event(1));
        await using var reading = _log.ReadAsync(null, CancellationToken.None).GetAsyncEnumerator();
        var next = reading.MoveNextAsync();
        _log.Add(Event(2));

        Assert.True(await next);
        Assert.Equal("2", reading.Current.Id);
    }

    [Fact]
    public async Task Read_since_a_time_begins_there_and_goes_on()
    {
        _log.Add(Event(1));
        _log.Add(Event(2));
        await using var reading = _log.ReadAsync(At(2), CancellationToken.None).GetAsyncEnumerator();
        Assert.True(await reading.MoveNextAsync());
        Assert.Equal("2", reading.Current.Id);
        _log.Add(Event(3));

        Assert.True(await reading.MoveNextAsync());
        Assert.Equal("3", reading.Current.Id);
    }

    [Fact]
    public async Task As_many_are_kept_as_Docker_keeps()
    {
        for (var at = 1; at <= EventLog.Kept + 10; at++)
        {
            _log.Add(Event(at));
        }

        var read = new List<string>();
        using var over = new CancellationTokenSource();
        await over.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var one in _log.ReadAsync(DateTimeOffset.UnixEpoch, over.Token))
            {
                read.Add(one.Id);
            }
        });

        Assert.Equal((EventLog.Kept, "11"), (read.Count, read[0]));
    }

    [Fact]
    public async Task Listener_that_does_not_keep_up_is_let_go_and_hinders_nobody()
    {
        await using var slow = _log.ReadAsync(null, CancellationToken.None).GetAsyncEnumerator();
        var first = slow.MoveNextAsync();
        for (var at = 1; at <= 10_000; at++)
        {
            _log.Add(Event(at));
        }

        Assert.True(await first);
        var heard = 1;
        while (await slow.MoveNextAsync())
        {
            heard++;
        }

        Assert.InRange(heard, 1, 9_999);
    }

    private static DateTimeOffset At(int second) => DateTimeOffset.UnixEpoch.AddSeconds(second);

    private static EngineEvent Event(int at) => new(EngineEvent.Container, "start", $"{at}", new Dictionary<string, string>(), At(at));
}
