using System.Globalization;
using Whelk.Engine.Logs;
using Whelk.Testing;
using Xunit;

namespace Whelk.Engine.Tests.Logs;

public sealed class LogReaderTests : IDisposable
{
    private static readonly LogOptions Both = new() { Stdout = true, Stderr = true };
    private readonly ScratchFolder _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Read_of_a_log_that_is_missing_is_empty() => Assert.Empty(await ReadAsync(Both));

    [Fact]
    public async Task Read_gives_text_stream_and_time_as_written()
    {
        Write(Line("one\\n", 1), Line("two \\u0026\\n", 2, "stderr"));

        Assert.Equal(
            [new LogLine("one\n", "stdout", "2024-01-01T00:00:01.000000100Z"), new LogLine("two &\n", "stderr", "2024-01-01T00:00:02.000000100Z")],
            await ReadAsync(Both));
    }

    [Theory]
    [InlineData(true, true, "one two three")]
    [InlineData(true, false, "one three")]
    [InlineData(false, true, "two")]
    public async Task Read_takes_the_streams_that_are_wanted(bool stdout, bool stderr, string expected)
    {
        Write(Line("one", 1), Line("two", 2, "stderr"), Line("three", 3));

        Assert.Equal(expected, await TextAsync(new LogOptions { Stdout = stdout, Stderr = stderr }));
    }

    [Theory]
    [InlineData(0, "")]
    [InlineData(1, "three")]
    [InlineData(2, "two three")]
    [InlineData(9, "one two three")]
    public async Task Tail_counts_from_the_end(int tail, string expected)
    {
        Write(Line("one", 1), Line("two", 2), Line("three", 3));

        Assert.Equal(expected, await TextAsync(Both with { Tail = tail }));
    }

    [Fact]
    public async Task Tail_counts_the_lines_of_both_streams()
    {
        Write(Line("one", 1), Line("two", 2), Line("three", 3, "stderr"));

        Assert.Equal("two", await TextAsync(new LogOptions { Stdout = true, Stderr = false, Tail = 2 }));
    }

    [Fact]
    public async Task Tail_finds_lines_that_are_longer_than_a_block()
    {
        Write(Line("one", 1), Line(new string('x', 100_000), 2), Line(new string('y', 100_000), 3));

        Assert.Equal([100_000, 100_000], (await ReadAsync(Both with { Tail = 2 })).Select(line => line.Text.Length));
    }

    [Fact]
    public async Task Tail_does_not_count_a_line_that_has_no_end_yet()
    {
        File.WriteAllText(_scratch["json.log"], Line("one", 1) + Line("two", 2) + "{\"log\":\"th");

        Assert.Equal("two", await TextAsync(Both with { Tail = 1 }));
    }

    [Theory]
    [InlineData(2, null, "two three")]
    [InlineData(null, 2, "one")]
    [InlineData(2, 3, "two")]
    [InlineData(9, null, "")]
    public async Task Since_and_until_bound_the_time(int? since, int? until, string expected)
    {
        Write(Line("one", 1), Line("two", 2), Line("three", 3));

        Assert.Equal(expected, await TextAsync(Both with { Since = At(since), Until = At(until) }));
    }

    [Theory]
    [InlineData("a torn last line", "{\"log\":\"to")]
    [InlineData("a torn line within", "{\"log\":\"to\n")]
    [InlineData("an empty line", "\n")]
    [InlineData("another object", "{\"a\":1}\n")]
    [InlineData("no object", "[1]\n")]
    [InlineData("values of another type", "{\"log\":1,\"stream\":2,\"time\":3}\n")]
    [InlineData("null", "{\"log\":null,\"stream\":null,\"time\":null}\n")]
    [InlineData("bytes that are no text", "\u0001\u0002\n")]
    public async Task Line_that_is_damaged_is_passed_over(string trick, string damage)
    {
        File.WriteAllText(_scratch["json.log"], Line("one", 1) + (damage.EndsWith('\n') ? damage + Line("two", 2) : Line("two", 2) + damage));

        Assert.True(await TextAsync(Both) == "one two", trick);
    }

    [Fact]
    public async Task Line_that_is_longer_than_the_buffer_is_whole()
    {
        Write(Line(new string('x', 200_000), 1), Line("two", 2));

        Assert.Equal([200_000, 3], (await ReadAsync(Both)).Select(line => line.Text.Length));
    }

    [Fact]
    public async Task Follow_gives_what_is_written_later_until_the_end()
    {
        Write(Line("one", 1), Line("two", 2));
        var ended = new TaskCompletionSource();
        await using var lines = LogReader.ReadAsync(_scratch["json.log"], Both with { Follow = true, Tail = 1 }, ended.Task, CancellationToken.None).GetAsyncEnumerator();
        Assert.Equal("two", await NextAsync(lines));

        var next = NextAsync(lines);
        Assert.False(next.IsCompleted);
        File.AppendAllText(_scratch["json.log"], "{\"log\":\"thr");
        File.AppendAllText(_scratch["json.log"], Line("three", 3)["{\"log\":\"thr".Length..]);
        Assert.Equal("three", await next);

        File.AppendAllText(_scratch["json.log"], Line("last", 4));
        ended.SetResult();
        Assert.Equal("last", await NextAsync(lines));
        Assert.Null(await NextAsync(lines));
    }

    [Fact]
    public async Task Follow_of_what_has_ended_reads_all_and_ends()
    {
        Write(Line("one", 1));

        Assert.Equal("one", await TextAsync(Both with { Follow = true }));
    }

    [Fact]
    public async Task Follow_can_be_cancelled()
    {
        Write(Line("one", 1));
        using var cancellation = new CancellationTokenSource();
        await using var lines = LogReader.ReadAsync(_scratch["json.log"], Both with { Follow = true }, new TaskCompletionSource().Task, cancellation.Token).GetAsyncEnumerator();
        Assert.Equal("one", await NextAsync(lines));
        var next = NextAsync(lines);
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);
    }

    [Theory]
    [InlineData("2024-05-06T07:08:09.1234567Z", "2024-05-06T07:08:09.123456700Z")]
    [InlineData("2024-05-06T07:08:09+02:00", "2024-05-06T05:08:09.000000000Z")]
    public void Time_is_utc_with_nine_digits(string time, string expected) =>
        Assert.Equal(expected, Rfc3339.Format(DateTimeOffset.Parse(time, CultureInfo.InvariantCulture)));

    [Fact]
    public void Time_that_is_not_known_is_dockers_zero() => Assert.Equal("0001-01-01T00:00:00Z", Rfc3339.Format(null));

    private static DateTimeOffset? At(int? second) => second is { } known ? new DateTimeOffset(2024, 1, 1, 0, 0, known, TimeSpan.Zero) : null;

    private static string Line(string text, int second, string stream = "stdout") =>
        $"{{\"log\":\"{text}\",\"stream\":\"{stream}\",\"time\":\"2024-01-01T00:00:{second:00}.000000100Z\"}}\n";

    private static async Task<string?> NextAsync(IAsyncEnumerator<LogLine> lines) => await lines.MoveNextAsync() ? lines.Current.Text : null;

    private void Write(params string[] lines) => File.WriteAllText(_scratch["json.log"], string.Concat(lines));

    private async Task<string> TextAsync(LogOptions options) => string.Join(' ', (await ReadAsync(options)).Select(line => line.Text));

    private async Task<List<LogLine>> ReadAsync(LogOptions options) =>
        await LogReader.ReadAsync(_scratch["json.log"], options, Task.CompletedTask, CancellationToken.None).ToListAsync();
}
