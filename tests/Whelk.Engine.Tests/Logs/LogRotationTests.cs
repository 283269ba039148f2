using System.Text;
using Whelk.Engine.Logs;
using Whelk.Errors;
using Whelk.Testing;
using Xunit;

namespace Whelk.Engine.Tests.Logs;

public sealed class LogRotationTests : IDisposable
{
    // Three lines of one digit fill a file: each takes 69 bytes.
    private static readonly LogRotation ThreeLines = new() { MaximumSize = 200, Files = 3 };
    private static readonly LogOptions Both = new() { Stdout = true, Stderr = true };
    private readonly ScratchFolder _scratch = new();
    private readonly ManualClock _clock = new(DateTimeOffset.UnixEpoch);

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("10m", "3", 10_000_000, 3)]
    [InlineData("1.5kB", null, 1500, 1)]
    [InlineData("2 GiB", "1", 2_000_000_000, 1)]
    [InlineData("77", null, 77, 1)]
    public void Parse_reads_dockers_sizes(string size, string? files, long bytes, int count)
    {
        var options = new Dictionary<string, string> { ["max-size"] = size };
        if (files is not null)
        {
            options["max-file"] = files;
        }

        Assert.Equal(new LogRotation { MaximumSize = bytes, Files = count }, LogRotation.Parse(options));
    }

    [Theory]
    [InlineData("max-size", "0", ErrorCode.InvalidArgument, "max-size must be a positive number")]
    [InlineData("max-size", "many", ErrorCode.InvalidArgument, "invalid size: 'many'")]
    [InlineData("max-size", "", ErrorCode.InvalidArgument, "invalid size: ''")]
    [InlineData("max-file", "0", ErrorCode.InvalidArgument, "max-file cannot be less than 1")]
    [InlineData("compress", "true", ErrorCode.InvalidArgument, "compress cannot be true when max-file is less than 2 or max-size is not set")]
    [InlineData("compress", "maybe", ErrorCode.InvalidArgument, "strconv.ParseBool: parsing \"maybe\": invalid syntax")]
    public void Parse_of_what_cannot_be_carried_out_is_refused(string name, string value, ErrorCode code, string message)
    {
        var error = Assert.Throws<WhelkException>(() => LogRotation.Parse(new Dictionary<string, string> { [name] = value }));

        Assert.Equal((code, message), (error.Code, error.Message));
    }

    [Theory]
    [InlineData("max-file", "3")]
    [InlineData("max-size", "-1")]
    public void Parse_without_a_size_lets_the_log_grow(string name, string value) =>
        Assert.Null(LogRotation.Parse(new Dictionary<string, string> { [name] = value }));

    [Theory]
    [InlineData(3, "3456789")]
    [InlineData(2, "6789")]
    [InlineData(1, "9")]
    public async Task Files_that_are_full_are_followed_by_new_ones_and_the_oldest_go(int files, string left)
    {
        Write(ThreeLines with { Files = files }, "0123456789");

        Assert.Equal(left, await ReadAsync(Both));
        Assert.Equal(files, Directory.GetFiles(_scratch).Length);
    }

    [Theory]
    [InlineData(1, "9")]
    [InlineData(2, "89")]
    [InlineData(4, "6789")]
    [InlineData(5, "56789")]
    [InlineData(99, "3456789")]
    public async Task Tail_counts_across_the_files(int tail, string expected)
    {
        Write(ThreeLines, "0123456789");

        Assert.Equal(expected, await ReadAsync(Both with { Tail = tail }));
    }

    [Theory]
    [InlineData(null, "3456789")]
    [InlineData(1, "9")]
    [InlineData(4, "6789")]
    [InlineData(5, "56789")]
    public async Task Compressed_files_are_read_like_others(int? tail, string expected)
    {
        Write(ThreeLines with { Compress = true }, "0123456789");

        Assert.Equal(["json.log", "json.log.1.gz", "json.log.2.gz"], Directory.GetFiles(_scratch).Select(Path.GetFileName).Order());
        Assert.Equal(expected, await ReadAsync(Both with { Tail = tail }));
        Assert.Equal(3, Directory.GetFiles(_scratch).Length);
    }

    [Fact]
    public async Task Log_that_was_compressed_and_is_no_more_keeps_one_file_per_number()
    {
        Write(ThreeLines with { Compress = true }, "0123456");
        Write(ThreeLines, "789012");
        Assert.Equal("6789012", await ReadAsync(Both));

        Write(ThreeLines with { Compress = true }, "3456");
        Assert.Equal("90123456", await ReadAsync(Both));
    }

    [Fact]
    public async Task Follower_goes_on_across_compressed_rotations_and_misses_nothing()
    {
        var ended = new TaskCompletionSource();
        using var log = new JsonFileLog(_scratch["json.log"], _clock, ThreeLines with { Compress = true });
        log.Append("stdout", "first\n"u8);
        var lines = LogReader.ReadAsync(_scratch["json.log"], Both with { Follow = true }, ended.Task, TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        Assert.True(await lines.MoveNextAsync());
        for (var number = 0; number < 60; number++)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(1));
            log.Append("stdout", Encoding.UTF8.GetBytes($"{number}\n"));
            Assert.True(await lines.MoveNextAsync());
            Assert.Equal($"{number}\n", lines.Current.Text);
        }

        log.Dispose();
        ended.SetResult();
        Assert.False(await lines.MoveNextAsync());
    }

    [Fact]
    public async Task Log_that_is_opened_again_goes_on_where_it_was()
    {
        Write(ThreeLines, "01");
        Write(ThreeLines, "23");

        Assert.Equal("0123", await ReadAsync(Both));
        Assert.True(File.Exists(_scratch["json.log.1"]));
    }

    [Fact]
    public async Task Follower_goes_on_across_rotations_and_misses_nothing()
    {
        var ended = new TaskCompletionSource();
        using var log = new JsonFileLog(_scratch["json.log"], _clock, ThreeLines);
        var lines = LogReader.ReadAsync(_scratch["json.log"], Both with { Follow = true }, ended.Task, TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        for (var number = 0; number < 100; number++)
        {
            log.Append("stdout", Encoding.UTF8.GetBytes($"{number}\n"));
            Assert.True(await lines.MoveNextAsync());
            Assert.Equal($"{number}\n", lines.Current.Text);
        }

        log.Dispose();
        ended.SetResult();
        Assert.False(await lines.MoveNextAsync());
    }

    private void Write(LogRotation rotation, string digits)
    {
        using var log = new JsonFileLog(_scratch["json.log"], _clock, rotation);
        foreach (var digit in digits)
        {
            log.Append("stdout", Encoding.UTF8.GetBytes($"{digit}\n"));
        }
    }

    private async Task<string> ReadAsync(LogOptions options)
    {
        var all = new StringBuilder();
        await foreach (var line in LogReader.ReadAsync(_scratch["json.log"], options, Task.CompletedTask, TestContext.Current.CancellationToken))
        {
            all.Append(line.Text.TrimEnd());
        }

        return all.ToString();
    }
}
