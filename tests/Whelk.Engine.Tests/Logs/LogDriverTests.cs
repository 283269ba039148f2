using Whelk.Engine.Logs;
using Whelk.Engine.Workloads;
using Whelk.Errors;
using Whelk.Testing;
using Xunit;

namespace Whelk.Engine.Tests.Logs;

public sealed class LogDriverTests : IDisposable
{
    private readonly ScratchFolder _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Defaults_are_dockers()
    {
        Assert.Equal(new LogSettings(), LogDriver.Parse(null, Options()));
        Assert.Equal(new LogRotation { MaximumSize = 20 << 20, Files = 5, Compress = true }, LogDriver.Parse("local", Options())!.Rotation);
        Assert.Equal(new LogRotation { MaximumSize = 20 << 20, Files = 1 }, LogDriver.Parse("local", Options("max-file=1"))!.Rotation);
        Assert.Null(LogDriver.Parse("none", Options()));
        Assert.Equal(1_000_000, LogDriver.Parse("", Options("mode=non-blocking"))!.Buffer);
        Assert.Equal(4_000_000, LogDriver.Parse("json-file", Options("mode=non-blocking", "max-buffer-size=4m", "labels=a", "tag={{.Name}}"))!.Buffer);
    }

    [Theory]
    [InlineData("json-file", "x=1", "unknown log opt 'x' for json-file log driver")]
    [InlineData("local", "tag=1", "unknown log opt 'tag' for log driver local")]
    [InlineData("local", "compress=true max-file=1", "compression cannot be enabled when max file count is 1")]
    [InlineData("bogus", "", "error looking up logging plugin bogus: plugin \"bogus\" not found")]
    [InlineData("json-file", "mode=fast", "logger: logging mode not supported: fast")]
    [InlineData("json-file", "max-buffer-size=1m", "logger: max-buffer-size option is only supported with 'mode=non-blocking'")]
    [InlineData("json-file", "mode=non-blocking max-buffer-size=0", "max-buffer-size must be a positive number")]
    [InlineData("json-file", "tag={{.Nosuch}}", "invalid log tag: {{.Nosuch}}: fields are ID, FullID, Name, ImageID, ImageFullID, ImageName, DaemonName, Command, FullCommand")]
    public void Wrong_option_is_refused_in_dockers_words(string driver, string options, string message)
    {
        var error = Assert.Throws<WhelkException>(() => LogDriver.Parse(driver, Options(options.Split(' ', StringSplitOptions.RemoveEmptyEntries))));

        Assert.Equal((ErrorCode.InvalidArgument, message), (error.Code, error.Message));
    }

    [Fact]
    public void Pattern_that_is_none_is_refused() => Assert.StartsWith("error parsing regexp: ", Assert.Throws<WhelkException>(() => LogDriver.Parse(null, Options("labels-regex=("))).Message);

    [Fact]
    public void Attributes_are_labels_variables_and_the_tag()
    {
        var spec = TestWorkload.Spec(new HostOptions { LogOptions = Options("labels=who,missing", "env-regex=^A", "tag={{.Name}}/{{ .ID }}/{{.ImageName}}") }) with { Labels = new Dictionary<string, string> { ["who"] = "me", ["other"] = "x" } };

        Assert.Equal(["A=image", "tag=name-a/aaaaaaaaaaaa/whelk/base", "who=me"], LogAttributes.Of(spec)!.Select(pair => $"{pair.Key}={pair.Value}"));
        Assert.Null(LogAttributes.Of(TestWorkload.Spec()));
    }

    [Fact]
    public async Task Attributes_are_in_every_line_as_docker_writes_them()
    {
        var path = _scratch["json.log"];
        using (var log = new JsonFileLog(path, new ManualClock(DateTimeOffset.UnixEpoch), attributes: new Dictionary<string, string> { ["a"] = "<1>", ["tag"] = "t" }))
        {
            log.Append("stdout", "x\n"u8);
        }

        Assert.Equal("{\"log\":\"x\\n\",\"stream\":\"stdout\",\"attrs\":{\"a\":\"\\u003c1\\u003e\",\"tag\":\"t\"},\"time\":\"1970-01-01T00:00:00.000000000Z\"}\n", await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));
        await foreach (var line in LogReader.ReadAsync(path, new LogOptions { Stdout = true, Stderr = true }, Task.CompletedTask, TestContext.Current.CancellationToken))
        {
            Assert.Equal(("<1>", "t"), (line.Attributes!["a"], line.Attributes["tag"]));
        }
    }

    [Fact]
    public void Buffer_takes_what_fits_and_loses_the_rest()
    {
        using var slow = new SlowLog();
        using (var log = new BufferedLog(slow, room: 10))
        {
            log.Append("stdout", "01234"u8);
            slow.Begun.Wait(TestContext.Current.CancellationToken);
            log.Append("stdout", "5678"u8);
            log.Append("stdout", "lost"u8);
            slow.GoOn.Set();
        }

        Assert.Equal(["01234", "5678"], slow.Written);
        Assert.True(slow.Disposed);
    }

    [Fact]
    public void End_of_a_buffer_comes_after_all_that_waits_in_it()
    {
        using var slow = new SlowLog();
        slow.GoOn.Set();
        using var log = new BufferedLog(slow, room: 10);
        log.Append("stdout", "01234"u8);
        log.Append("stdout", "5678"u8);

        Assert.Equal(new LogMark("01234 5678", 2), log.End().Mark);
    }

    private static Dictionary<string, string> Options(params string[] pairs) => pairs.Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);

    private sealed class SlowLog : IWorkloadLog
    {
        internal ManualResetEventSlim Begun { get; } = new();

        internal ManualResetEventSlim GoOn { get; } = new();

        internal List<string> Written { get; } = [];

        internal bool Disposed { get; private set; }

        public LogEnd End() => new(new LogMark(string.Join(' ', Written), Written.Count), [], []);

        public void Append(string stream, ReadOnlySpan<byte> data)
        {
            Begun.Set();
            GoOn.Wait();
            Written.Add(System.Text.Encoding.UTF8.GetString(data));
        }

        public void Dispose() => Disposed = true;
    }
}
