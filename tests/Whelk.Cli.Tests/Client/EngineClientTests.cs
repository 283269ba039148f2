using Whelk.Cli.Client;
using Whelk.Cli.Tests.Support;
using Whelk.Errors;
using Xunit;

namespace Whelk.Cli.Tests.Client;

public sealed class EngineClientTests : IDisposable
{
    private readonly FakeEngine _engine = new();

    public void Dispose() => _engine.Dispose();

    [Theory]
    [InlineData("a length", "Content-Length: 5\r\n\r\nhello")]
    [InlineData("chunks", "Transfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3;x=y\r\nllo\r\n0\r\nTrailer: t\r\n\r\n")]
    public void Bodies_end_where_they_say_and_the_connection_lives_on(string trick, string rest)
    {
        _engine.On("GET /x", FakeAnswer.Text($"HTTP/1.1 200 OK\r\n{rest}"));
        using var client = Open();
        for (var round = 0; round < 3; round++)
        {
            Assert.True(Body(client) == "hello", trick);
        }
    }

    [Fact]
    public void Interim_answers_are_skipped()
    {
        _engine.On("GET /x", FakeAnswer.Text("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"));

        Assert.Equal("ok", Body(Open()));
    }

    [Fact]
    public void Body_that_was_left_unread_does_not_reach_the_next_request()
    {
        _engine.On("GET /x", FakeAnswer.Text("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nfirst"));
        _engine.On("GET /y", FakeAnswer.Text("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nsecond"));
        using var client = Open();
        client.Send(EngineRequest.Get("/x")).Dispose();

        Assert.Equal("second", Body(client, "/y"));
    }

    [Theory]
    [InlineData(400, ErrorCode.InvalidArgument)]
    [InlineData(403, ErrorCode.Denied)]
    [InlineData(404, ErrorCode.NotFound)]
    [InlineData(409, ErrorCode.Conflict)]
    [InlineData(500, ErrorCode.Internal)]
    [InlineData(501, ErrorCode.Unsupported)]
    [InlineData(503, ErrorCode.Unavailable)]
    [InlineData(418, ErrorCode.Internal)]
    public void Refusal_has_the_code_and_the_words_of_the_daemon(int status, ErrorCode code)
    {
        _engine.On("GET /x", FakeAnswer.Error(status, "because"));
        var error = Assert.Throws<EngineException>(() => Body(Open()));

        Assert.Equal((code, status, "Error response from daemon: because"), (error.Code, error.Status, error.Message));
    }

    [Theory]
    [InlineData("text", "Bad Gateway", "Bad Gateway")]
    [InlineData("nothing", "", "status 502 without a message")]
    [InlineData("JSON without a message", "{}", "{}")]
    [InlineData("JSON that is none", "{\"message\":", "{\"message\":")]
    public void Refusal_in_other_words_is_shown_as_it_came(string trick, string body, string reason)
    {
        _engine.On("GET /x", FakeAnswer.Json(body, 502));

        Assert.True(Assert.Throws<EngineException>(() => Body(Open())).Reason == reason, trick);
    }

    [Theory]
    [InlineData("no HTTP", "SSH-2.0-x\r\n\r\n", ErrorCode.Corrupt)]
    [InlineData("a status that is none", "HTTP/1.1 abc\r\n\r\n", ErrorCode.Corrupt)]
    [InlineData("a header without a colon", "HTTP/1.1 200 OK\r\nnonsense\r\n\r\n", ErrorCode.Corrupt)]
    [InlineData("a length that is none", "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n", ErrorCode.Corrupt)]
    [InlineData("a length below zero", "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", ErrorCode.Corrupt)]
    [InlineData("a chunk without a size", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n", ErrorCode.Corrupt)]
    [InlineData("a chunk below zero", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFF\r\n", ErrorCode.Corrupt)]
    [InlineData("a chunk longer than it says", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n0\r\n\r\n", ErrorCode.Corrupt)]
    [InlineData("an end within the head", "HTTP/1.1 200 OK\r\nContent-", ErrorCode.Unavailable)]
    [InlineData("an end within the body", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf", ErrorCode.Unavailable)]
    [InlineData("an end within a chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10\r\nhalf", ErrorCode.Unavailable)]
    [InlineData("an end between chunks", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n", ErrorCode.Unavailable)]
    public void Peer_that_speaks_no_http_is_an_error_and_no_crash(string trick, string answer, ErrorCode code)
    {
        _engine.On("GET /x", FakeAnswer.Hijacked(_ => { }) with { Bytes = System.Text.Encoding.ASCII.GetBytes(answer) });
        var error = Record.Exception(() => Body(Open()));

        Assert.True(error is WhelkException failure && failure.Code == code, $"{trick}: {error}");
    }

    [Fact]
    public void Head_without_an_end_is_refused()
    {
        _engine.On("GET /x", FakeAnswer.Text("HTTP/1.1 200 OK\r\nX: " + new string('x', 200_000)));

        Assert.Equal("the daemon's answer has an endless head", Assert.Throws<WhelkException>(() => Body(Open())).Message);
    }

    [Fact]
    public void Answer_that_is_not_what_was_expected_is_corrupt()
    {
        _engine.On("GET /containers/json", FakeAnswer.Json("{\"not\":\"a list\"}"));
        var result = Typed.Run(_engine, "ps");

        Assert.Equal((1, "the daemon's answer is not what was expected; are client and daemon of the same version?\n"), (result.ExitCode, result.Error));
    }

    [Theory]
    [InlineData(null, null, "/run/whelk/whelk.sock")]
    [InlineData("", "", "/run/whelk/whelk.sock")]
    [InlineData(null, "unix:///env.sock", "/env.sock")]
    [InlineData("unix:///option.sock", "unix:///env.sock", "/option.sock")]
    [InlineData("/plain.sock", null, "/plain.sock")]
    public void Address_is_the_first_that_is_given(string? option, string? environment, string path) => Assert.Equal(path, EngineAddress.Choose(option, environment).Path);

    [Theory]
    [InlineData("tcp://127.0.0.1:2375")]
    [InlineData("unix://relative")]
    [InlineData("relative")]
    public void Address_of_another_kind_is_refused(string text) => Assert.Equal(ErrorCode.InvalidArgument, Assert.Throws<WhelkException>(() => EngineAddress.Parse(text)).Code);

    [Fact]
    public void Address_that_no_socket_can_have_is_refused() => Assert.Throws<WhelkException>(() => EngineAddress.Parse("/" + new string('x', 107)));

    private static string Body(EngineClient client, string target = "/x")
    {
        using var answer = client.Send(EngineRequest.Get(target));
        return System.Text.Encoding.UTF8.GetString(answer.ReadAll());
    }

    private EngineClient Open() => new(EngineAddress.Parse(_engine.Address));
}
