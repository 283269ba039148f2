using System.Text;
using Whelk.Cli.Tests.Support;
using Whelk.Testing;
using Xunit;

namespace Whelk.Cli.Tests.Run;

public sealed class RunCommandTests : IDisposable
{
    private readonly FakeEngine _engine = new();
    private string _fed = string.Empty;

    public RunCommandTests()
    {
        _engine.On("POST /containers/create", FakeAnswer.Json("{\"Id\":\"abc\",\"Warnings\":[\"swap is not limited\"]}", 201));
        _engine.On("POST /containers/abc/attach", FakeAnswer.Hijacked(stream => stream.Write([1, 0, 0, 0, 0, 0, 0, 3, .. "hi\n"u8, 2, 0, 0, 0, 0, 0, 0, 4, .. "bad\n"u8])));
        _engine.On("POST /containers/abc/wait", FakeAnswer.Json("{\"StatusCode\":3}"));
        _engine.On("POST /containers/abc/start", FakeAnswer.Empty());
    }

    public void Dispose() => _engine.Dispose();

    [Fact]
    public void Run_shows_both_streams_and_ends_with_the_workloads_code()
    {
        var result = Typed.Run(_engine, "run", "--name", "web one", "whelk/base", "sh", "-c", "exit 3");

        Assert.Equal((3, "hi\n"), (result.ExitCode, result.Output));
        Assert.Equal("WARNING: swap is not limited\nbad\n", result.Error);
        Assert.Equal(["POST /containers/create", "POST /containers/abc/attach", "POST /containers/abc/wait", "POST /containers/abc/start"], _engine.Routes);
        Assert.Contains("/containers/create?name=web%20one ", _engine.Requests[0].Head);
        Assert.EndsWith("wait?condition=next-exit", _engine.Requests[2].Target);
        Assert.Contains("Connection: Upgrade\r\nUpgrade: tcp\r\n", _engine.Requests[1].Head);
    }

    [Fact]
    public void Run_with_rm_waits_for_the_removal()
    {
        Typed.Run(_engine, "run", "--rm", "whelk/base");

        Assert.EndsWith("wait?condition=removed", _engine.Single("POST /containers/abc/wait").Target);
    }

    [Fact]
    public void Run_in_the_background_prints_the_id()
    {
        var result = Typed.Run(_engine, "run", "-d", "whelk/base");

        Assert.Equal((0, "abc\n"), (result.ExitCode, result.Output));
        Assert.Equal(["POST /containers/create", "POST /containers/abc/start"], _engine.Routes);
    }

    [Fact]
    public void Run_with_input_feeds_it_to_its_end_and_takes_the_answer_after()
    {
        _engine.On("POST /containers/abc/attach", FakeAnswer.Hijacked(stream =>
        {
            _fed = new StreamReader(stream, Encoding.UTF8, leaveOpen: true).ReadToEnd();
            stream.Write([1, 0, 0, 0, 0, 0, 0, 6, .. "answer"u8]);
        }));
        var result = Typed.Run(_engine, "question", ["run", "-i", "whelk/base", "cat"]);

        Assert.Equal(("question", "answer"), (_fed, result.Output));
        Assert.Contains("stdin=1", _engine.Requests[1].Target);
    }

    [Fact]
    public void Run_without_input_reads_none()
    {
        Typed.Run(_engine, "unread", ["run", "whelk/base"]);

        Assert.DoesNotContain("stdin", _engine.Requests[1].Target);
    }

    [Theory]
    [InlineData(400, "exec: \"nosuch\": executable file not found in $PATH", 127)]
    [InlineData(400, "exec: \"/bin/nosuch\": stat /bin/nosuch: no such file or directory", 127)]
    [InlineData(400, "exec: \"/etc/passwd\": permission denied", 126)]
    [InlineData(400, "exec: \"/etc\": is a directory", 126)]
    [InlineData(409, "port is already allocated", 125)]
    [InlineData(500, "internal error: oops", 125)]
    public void Start_that_fails_ends_with_dockers_code(int status, string reason, int expected)
    {
        _engine.On("POST /containers/abc/start", FakeAnswer.Error(status, reason));
        var result = Typed.Run(_engine, "run", "whelk/base", "nosuch");

        Assert.Equal(expected, result.ExitCode);
        Assert.EndsWith($"whelk: Error response from daemon: {reason}\n\nRun 'whelk run --help' for more information\n", result.Error);
    }

    [Fact]
    public void Create_that_is_refused_ends_with_125_and_starts_nothing()
    {
        _engine.On("POST /containers/create", FakeAnswer.Error(409, "Conflict. The container name \"/web\" is already in use"));
        var result = Typed.Run(_engine, "run", "--name", "web", "whelk/base");

        Assert.Equal((125, "whelk: Error response from daemon: Conflict. The container name \"/web\" is already in use\n\nRun 'whelk run --help' for more information\n"), (result.ExitCode, result.Error));
        Assert.Single(_engine.Requests);
    }

    [Fact]
    public void Image_that_is_missing_is_fetched_and_the_daemons_reason_shown()
    {
        _engine.On("POST /containers/create", FakeAnswer.Error(404, "No such image: nosuch:latest"));
        _engine.On("POST /images/create", FakeAnswer.Error(404, "pull access denied for nosuch, repository does not exist"));
        var result = Typed.Run(_engine, "run", "nosuch");

        Assert.Equal(125, result.ExitCode);
        Assert.StartsWith("Unable to find image 'nosuch:latest' locally\nwhelk: Error response from daemon: pull access denied for nosuch", result.Error);
        Assert.EndsWith("fromImage=nosuch&tag=latest", _engine.Single("POST /images/create").Target);
    }

    [Fact]
    public void Image_that_is_missing_is_not_fetched_where_that_is_not_wanted()
    {
        _engine.On("POST /containers/create", FakeAnswer.Error(404, "No such image: nosuch:latest"));

        Assert.Equal(125, Typed.Run(_engine, "run", "--pull", "never", "nosuch").ExitCode);
        Assert.Equal(["POST /containers/create"], _engine.Routes);
    }

    [Fact]
    public void Daemon_that_is_away_ends_run_with_125_and_others_with_1()
    {
        var result = Typed.Run(null, "run", "whelk/base");

        Assert.Equal(125, result.ExitCode);
        Assert.StartsWith("whelk: Cannot connect to the Whelk daemon at unix:///nowhere/whelk.sock. Is the whelk daemon running?\n", result.Error);
        Assert.Equal(1, Typed.Run(null, "ps").ExitCode);
        Assert.Equal(1, Typed.Run(null, "create", "whelk/base").ExitCode);
    }

    [Fact]
    public void Cidfile_gets_the_id_and_an_old_one_is_refused_before_anything_is_asked()
    {
        using var scratch = new ScratchFolder();
        Typed.Run(_engine, "run", "-d", "--cidfile", scratch["id"], "whelk/base");
        Assert.Equal("abc", File.ReadAllText(scratch["id"]));

        var again = Typed.Run(_engine, "run", "-d", "--cidfile", scratch["id"], "whelk/base");
        Assert.Equal(125, again.ExitCode);
        Assert.Contains($"container ID file found, make sure the other container isn't running or delete {scratch["id"]}", again.Error);
        Assert.Equal(2, _engine.Requests.Count);
    }

    [Fact]
    public void Terminal_that_nobody_types_at_is_refused_before_anything_is_asked()
    {
        var result = Typed.Run(_engine, "run", "-it", "whelk/base");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("the input device is not a TTY", result.Error);
        Assert.Empty(_engine.Requests);
    }

    [Fact]
    public void Stream_that_ends_within_a_frame_is_a_failure()
    {
        _engine.On("POST /containers/abc/attach", FakeAnswer.Hijacked(stream => stream.Write([1, 0, 0, 0, 0, 0, 0, 9, .. "torn"u8])));
        var result = Typed.Run(_engine, "run", "whelk/base");

        Assert.Equal((125, "torn"), (result.ExitCode, result.Output));
        Assert.Contains("the stream from the daemon ended in the middle of a frame", result.Error);
    }

    [Fact]
    public void Wait_that_reports_an_error_is_a_failure()
    {
        _engine.On("POST /containers/abc/wait", FakeAnswer.Json("{\"StatusCode\":0,\"Error\":{\"Message\":\"lost it\"}}"));
        var result = Typed.Run(_engine, "run", "whelk/base");

        Assert.Equal(125, result.ExitCode);
        Assert.Contains("Error waiting for container: lost it", result.Error);
    }
}
