using Whelk.Cli.Images;
using Whelk.Cli.Tests.Support;
using Whelk.Testing;
using Xunit;

namespace Whelk.Cli.Tests.Images;

public sealed class ImageCommandsTests : IDisposable
{
    private readonly FakeEngine _engine = new();

    public void Dispose() => _engine.Dispose();

    [Fact]
    public void Images_have_a_row_for_each_name()
    {
        _engine.On("GET /images/json", FakeAnswer.Json("[{\"Id\":\"sha256:0123456789abcdef\",\"Created\":1714910400,\"RepoTags\":[\"whelk/base:latest\",\"base:1\"],\"Size\":4440000},{\"Id\":\"sha256:ff\",\"Created\":0,\"RepoTags\":[],\"Size\":0}]"));
        var result = Typed.Run(_engine, "images");

        Assert.Equal(
            "REPOSITORY   TAG       IMAGE ID       CREATED        SIZE\n"
            + "whelk/base   latest    0123456789ab   24 hours ago   4.44MB\n"
            + "base         1         0123456789ab   24 hours ago   4.44MB\n"
            + "<none>       <none>    ff             54 years ago   0B\n",
            result.Output);
    }

    [Fact]
    public void Import_sends_the_archive_in_chunks_with_its_changes()
    {
        using var scratch = new ScratchFolder();
        _engine.On("POST /images/create", FakeAnswer.Json("{\"status\":\"sha256:1\"}\n"));
        var content = new string('x', 200_000);
        var result = Typed.Run(_engine, "import", "-c", "CMD a", "-c", "ENV B=c d", "-m", "hi", scratch.File("root.tar", content), "host:5000/app:v1");

        Assert.Equal((0, "sha256:1\n"), (result.ExitCode, result.Output));
        Assert.Equal("/v1.45/images/create?fromSrc=-&message=hi&repo=host%3A5000%2Fapp&tag=v1&changes=CMD%20a&changes=ENV%20B%3Dc%20d", _engine.Requests[0].Target);
        Assert.Equal(content, _engine.Requests[0].Body);
    }

    [Fact]
    public void Import_reads_standard_input_and_names_a_missing_file()
    {
        _engine.On("POST /images/create", FakeAnswer.Json("{\"status\":\"sha256:1\"}\n"));
        Typed.Run(_engine, "from stdin", ["import", "-", "app"]);
        var missing = Typed.Run(_engine, "import", "/nowhere/root.tar");

        Assert.Equal("from stdin", _engine.Requests[0].Body);
        Assert.Equal((1, "open /nowhere/root.tar: no such file or directory\n"), (missing.ExitCode, missing.Error));
        Assert.Single(_engine.Requests);
    }

    [Fact]
    public void Import_that_fails_in_its_answer_is_a_failure()
    {
        _engine.On("POST /images/create", FakeAnswer.Json("{\"status\":\"Downloading\",\"progress\":\"[=>]\"}\n{\"error\":\"archive is corrupt\"}\n"));
        var result = Typed.Run(_engine, "x", ["import", "-"]);

        Assert.Equal((1, "", "archive is corrupt\n"), (result.ExitCode, result.Output, result.Error));
    }

    [Fact]
    public void Removal_prints_what_was_done_and_keeps_slashes_in_the_path()
    {
        _engine.On("DELETE /images/whelk/base%3A1", FakeAnswer.Json("[{\"Untagged\":\"whelk/base:1\"},{\"Deleted\":\"sha256:1\"}]"));

        Assert.Equal("Untagged: whelk/base:1\nDeleted: sha256:1\n", Typed.Run(_engine, "rmi", "whelk/base:1").Output);
    }

    [Fact]
    public void Tag_is_sent()
    {
        _engine.On("POST /images/a/tag", FakeAnswer.Empty(201) with { Bytes = "HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n"u8.ToArray() });

        Assert.Equal(0, Typed.Run(_engine, "tag", "a", "b:c").ExitCode);
        Assert.EndsWith("?repo=b&tag=c", _engine.Requests[0].Target);
    }

    [Theory]
    [InlineData("app", "app", null)]
    [InlineData("app:v1", "app", "v1")]
    [InlineData("host:5000/app", "host:5000/app", null)]
    [InlineData("host:5000/app:v1", "host:5000/app", "v1")]
    [InlineData("app@sha256:00", "app", "sha256:00")]
    public void Name_is_cut_at_its_tag(string name, string repository, string? tag) => Assert.Equal((repository, tag), ImageName.Split(name));
}
