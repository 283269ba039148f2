using Whelk.Cli.Tests.Support;
using Xunit;

namespace Whelk.Cli.Tests.Containers;

public sealed class ContainerCommandsTests : IDisposable
{
    private const string Listed =
        """
        [{"Id":"0123456789abcdef","Names":["/web","/other/alias"],"Image":"whelk/base","ImageID":"sha256:1","Command":"sh -c 'sleep \"1000000\"'","Created":1714996620,
        "Ports":[{"IP":"0.0.0.0","PrivatePort":80,"PublicPort":8080,"Type":"tcp"}],"Labels":{"b":"2","a":"1"},"State":"running","Status":"Up 3 minutes","Isolation":"vm"}]
        """;

    private readonly FakeEngine _engine = new();

    public void Dispose() => _engine.Dispose();

    [Fact]
    public void Ps_is_a_table()
    {
        _engine.On("GET /containers/json", FakeAnswer.Json(Listed));
        var result = Typed.Run(_engine, "ps");

        Assert.Equal(
            "CONTAINER ID   IMAGE        ISOLATION   COMMAND                   CREATED         STATUS         PORTS                  NAMES\n"
            + "0123456789ab   whelk/base   vm          \"sh -c 'sleep \\\"10000…\"   3 minutes ago   Up 3 minutes   0.0.0.0:8080->80/tcp   web\n",
            result.Output);
        Assert.Equal("/v1.45/containers/json", _engine.Requests[0].Target);
    }

    [Theory]
    [InlineData("-q", "0123456789ab\n")]
    [InlineData("-q --no-trunc", "0123456789abcdef\n")]
    [InlineData("--format {{.Names}}:{{.Labels}}", "web:a=1,b=2\n")]
    [InlineData("--format {{.Size}}", "0B\n")]
    public void Ps_shows_what_is_asked(string options, string expected)
    {
        _engine.On("GET /containers/json", FakeAnswer.Json(Listed));

        Assert.Equal(expected, Typed.Run(_engine, ["ps", .. options.Split(' ')]).Output);
    }

    [Theory]
    [InlineData("-a", "?all=1")]
    [InlineData("-l", "?limit=1")]
    [InlineData("-n 5 -s", "?limit=5&size=1")]
    [InlineData("--filter status=exited -f name=web", "?filters=%7B%22status%22%3A%5B%22exited%22%5D%2C%22name%22%3A%5B%22web%22%5D%7D")]
    public void Ps_asks_for_what_is_wanted(string options, string query)
    {
        _engine.On("GET /containers/json", FakeAnswer.Json("[]"));
        Typed.Run(_engine, ["ps", .. options.Split(' ')]);

        Assert.EndsWith($"/containers/json{query}", _engine.Requests[0].Target);
    }

    [Theory]
    [InlineData("stop -t 5 -s INT web", "POST /v1.45/containers/web/stop?signal=INT&t=5")]
    [InlineData("restart web", "POST /v1.45/containers/web/restart")]
    [InlineData("kill web", "POST /v1.45/containers/web/kill?signal=KILL")]
    [InlineData("kill -s HUP a/b?c", "POST /v1.45/containers/a%2Fb%3Fc/kill?signal=HUP")]
    [InlineData("pause web", "POST /v1.45/containers/web/pause")]
    [InlineData("unpause web", "POST /v1.45/containers/web/unpause")]
    [InlineData("rm -fv web", "DELETE /v1.45/containers/web?force=1&v=1")]
    [InlineData("start web", "POST /v1.45/containers/web/start")]
    public void Verb_is_sent_and_the_name_printed(string words, string request)
    {
        var split = words.Split(' ');
        _engine.On($"{request.Split(' ')[0]} {request.Split(' ')[1].Split('?')[0].Replace("/v1.45", string.Empty, StringComparison.Ordinal)}", FakeAnswer.Empty());
        var result = Typed.Run(_engine, split);

        Assert.Equal((0, $"{split[^1]}\n", request), (result.ExitCode, result.Output, $"{_engine.Requests[0].Method} {_engine.Requests[0].Target}"));
    }

    [Fact]
    public void Rename_sends_both_names()
    {
        _engine.On("POST /containers/old/rename", FakeAnswer.Empty());

        Assert.Equal((0, string.Empty), (Typed.Run(_engine, "rename", "old", "new") is var result ? result.ExitCode : -1, result.Output));
        Assert.Equal("/v1.45/containers/old/rename?name=new", _engine.Requests[0].Target);
    }

    [Fact]
    public void Update_sends_what_is_to_change_alone()
    {
        _engine.On("POST /containers/web/update", FakeAnswer.Json("""{"Warnings":["later","never"]}"""));

        Assert.Equal("web\nlater\nnever\n", Typed.Run(_engine, "update", "-m", "64m", "--restart", "on-failure:3", "web").Output);
        Assert.Equal("""{"Memory":67108864,"RestartPolicy":{"Name":"on-failure","MaximumRetryCount":3}}""", _engine.Requests[0].Body);
    }

    [Fact]
    public void Prune_lists_what_went_and_how_much_it_freed()
    {
        _engine.On("POST /containers/prune", FakeAnswer.Json("""{"ContainersDeleted":["a","b"],"SpaceReclaimed":2500000}"""));
        var result = Typed.Run(_engine, "prune", "--filter", "label=x");

        Assert.Equal((0, "a\nb\nTotal reclaimed space: 2.5MB\n"), (result.ExitCode, result.Output));
        Assert.Equal("/v1.45/containers/prune?filters=%7B%22label%22%3A%5B%22x%22%5D%7D", _engine.Requests[0].Target);
    }

    [Fact]
    public void Events_are_shown_a_line_each()
    {
        const string Line = """{"status":"die","id":"abc","Type":"container","Action":"die","Actor":{"ID":"abc","Attributes":{"name":"web","exitCode":"3"}},"scope":"local","time":1714996800,"timeNano":1714996800123456700}""";
        _engine.On("GET /events", FakeAnswer.Json(Line + "\n"));

        Assert.EndsWith(" container die abc (exitCode=3, name=web)\n", Typed.Run(_engine, "events", "--filter", "event=die").Output);
        Assert.Equal(Line + "\n", Typed.Run(_engine, "events", "--format", "json").Output);
    }

    [Fact]
    public void Verb_for_several_goes_on_after_a_failure_and_ends_with_1()
    {
        _engine.On("DELETE /containers/a", FakeAnswer.Empty());
        _engine.On("DELETE /containers/b", FakeAnswer.Error(404, "No such container: b"));
        _engine.On("DELETE /containers/c", FakeAnswer.Empty());
        var result = Typed.Run(_engine, "rm", "a", "b", "c");

        Assert.Equal((1, "a\nc\n", "Error response from daemon: No such container: b\n"), (result.ExitCode, result.Output, result.Error));
    }

    [Fact]
    public void Start_of_several_names_those_that_failed()
    {
        _engine.On("POST /containers/a/start", FakeAnswer.Error(409, "port in use"));
        _engine.On("POST /containers/b/start", FakeAnswer.Empty());
        var result = Typed.Run(_engine, "start", "a", "b");

        Assert.Equal((1, "b\n", "Error response from daemon: port in use\nfailed to start containers: a\n"), (result.ExitCode, result.Output, result.Error));
    }

    [Fact]
    public void Wait_prints_the_code()
    {
        _engine.On("POST /containers/web/wait", FakeAnswer.Text("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10\r\n{\"StatusCode\":7}\r\n0\r\n\r\n"));

        Assert.Equal("7\n", Typed.Run(_engine, "wait", "web").Output);
    }

    [Fact]
    public void Logs_are_taken_apart_and_asked_for_in_dockers_words()
    {
        _engine.On("GET /containers/web/json", FakeAnswer.Json("{\"Id\":\"abc\",\"Config\":{\"Tty\":false}}"));
        _engine.On("GET /containers/abc/logs", FakeAnswer.Hijacked(stream => stream.Write([1, 0, 0, 0, 0, 0, 0, 3, .. "out"u8, 2, 0, 0, 0, 0, 0, 0, 3, .. "err"u8])) with { Bytes = "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"u8.ToArray() });
        var result = Typed.Run(_engine, "logs", "-f", "--tail", "5", "-t", "--since", "10m", "web");

        Assert.Equal((0, "out", "err"), (result.ExitCode, result.Output, result.Error));
        Assert.EndsWith("/logs?follow=1&since=1714996200.000000000&stderr=1&stdout=1&tail=5&timestamps=1", _engine.Requests[1].Target);
    }

    [Fact]
    public void Logs_of_a_terminal_are_passed_on_as_they_are()
    {
        _engine.On("GET /containers/web/json", FakeAnswer.Json("{\"Id\":\"abc\",\"Config\":{\"Tty\":true}}"));
        _engine.On("GET /containers/abc/logs", FakeAnswer.Json("raw\u0001\0"));

        Assert.Equal("raw\u0001\0", Typed.Run(_engine, "logs", "web").Output);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(42)]
    public void Exec_ends_with_the_code_of_its_command(int code)
    {
        _engine.On("POST /containers/web/exec", FakeAnswer.Json("{\"Id\":\"e1\"}", 201));
        _engine.On("POST /exec/e1/start", FakeAnswer.Hijacked(stream => stream.Write([1, 0, 0, 0, 0, 0, 0, 2, .. "ok"u8])));
        _engine.On("GET /exec/e1/json", FakeAnswer.Json($"{{\"ID\":\"e1\",\"Running\":false,\"ExitCode\":{code}}}"));
        var result = Typed.Run(_engine, "exec", "-e", "A=1", "-w", "/srv", "web", "ls", "-l");

        Assert.Equal((code, "ok"), (result.ExitCode, result.Output));
        Assert.Contains("\"Cmd\":[\"ls\",\"-l\"]", _engine.Requests[0].Body);
        Assert.Contains("\"Env\":[\"A=1\"]", _engine.Requests[0].Body);
    }

    [Fact]
    public void Exec_in_one_that_does_not_run_ends_with_1()
    {
        _engine.On("POST /containers/web/exec", FakeAnswer.Error(409, "container abc is not running"));
        var result = Typed.Run(_engine, "exec", "web", "ls");

        Assert.Equal((1, "Error response from daemon: container abc is not running\n"), (result.ExitCode, result.Error));
        Assert.Contains("requires at least 2 arguments", Typed.Run(_engine, "exec", "web").Error);
    }

    [Theory]
    [InlineData("inspect web", "[\n    {\n        \"Name\": \"/web\"\n    }\n]\n")]
    [InlineData("inspect -f {{.Name}} web", "/web\n")]
    [InlineData("inspect --format json web", "{\"Name\":\"/web\"}\n")]
    [InlineData("inspect img", "[\n    {\n        \"Id\": \"sha256:1\"\n    }\n]\n")]
    [InlineData("inspect --type image img", "[\n    {\n        \"Id\": \"sha256:1\"\n    }\n]\n")]
    public void Inspect_shows_workloads_and_images(string words, string expected)
    {
        _engine.On("GET /containers/web/json", FakeAnswer.Json("{\"Name\":\"/web\"}"));
        _engine.On("GET /containers/img/json", FakeAnswer.Error(404, "No such container: img"));
        _engine.On("GET /images/img/json", FakeAnswer.Json("{\"Id\":\"sha256:1\"}"));

        Assert.Equal(expected, Typed.Run(_engine, words.Split(' ')).Output);
    }

    [Fact]
    public void Inspect_of_nothing_says_so_in_dockers_words()
    {
        var result = Typed.Run(_engine, "inspect", "nope");

        Assert.Equal((1, "[]\n", "Error: No such object: nope\n"), (result.ExitCode, result.Output, result.Error));
    }

    [Theory]
    [InlineData("port web", 0, "443/tcp -> [::1]:8443\n80/tcp -> 0.0.0.0:8080\n", "")]
    [InlineData("port web 80", 0, "0.0.0.0:8080\n", "")]
    [InlineData("port web 53/udp", 1, "", "no public port '53/udp' published for web\n")]
    public void Port_shows_where_ports_are_published(string words, int code, string output, string error)
    {
        _engine.On(
            "GET /containers/web/json",
            FakeAnswer.Json("{\"Id\":\"abc\",\"NetworkSettings\":{\"Ports\":{\"80/tcp\":[{\"HostIp\":\"0.0.0.0\",\"HostPort\":\"8080\"}],\"443/tcp\":[{\"HostIp\":\"::1\",\"HostPort\":\"8443\"}],\"53/udp\":null}}}"));
        var result = Typed.Run(_engine, words.Split(' '));

        Assert.Equal((code, output, error), (result.ExitCode, result.Output, result.Error));
    }

    [Theory]
    [InlineData("\"Running\":false", "You cannot attach to a stopped container, start it first")]
    [InlineData("\"Running\":true,\"Paused\":true", "You cannot attach to a paused container, unpause it first")]
    public void Attach_to_one_that_does_not_run_is_refused_in_dockers_words(string state, string message)
    {
        _engine.On("GET /containers/web/json", FakeAnswer.Json($"{{\"Id\":\"abc\",\"State\":{{{state}}}}}"));
        var result = Typed.Run(_engine, "attach", "web");

        Assert.Equal((1, $"{message}\n"), (result.ExitCode, result.Error));
    }
}
