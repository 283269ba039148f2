using Whelk.Cli.Tests.Support;
using Xunit;

namespace Whelk.Cli.Tests.Copying;

public sealed class CopyInTests : IDisposable
{
    // It says that it has 4096 bytes, and gives EINVAL to whoever reads them.
    private const string Unreadable = "/sys/class/net/lo/speed";

    private readonly FakeEngine _engine = new();

    public void Dispose() => _engine.Dispose();

    [Fact]
    public void File_that_cannot_be_read_to_its_end_is_the_reason_not_what_the_engine_says_of_it()
    {
        _engine.On("HEAD /containers/c/archive", FakeAnswer.Text("HTTP/1.1 404 X\r\nContent-Length: 0\r\n\r\n"));
        _engine.On("PUT /containers/c/archive", FakeAnswer.Error(400, "unexpected EOF"));

        var result = Typed.Run(_engine, "cp", Unreadable, "c:/file");

        Assert.Contains("Invalid argument", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("EOF", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Engine_that_refuses_is_the_reason()
    {
        _engine.On("HEAD /containers/c/archive", FakeAnswer.Text("HTTP/1.1 404 X\r\nContent-Length: 0\r\n\r\n"));
        _engine.On("PUT /containers/c/archive", FakeAnswer.Error(400, "read-only"));

        Assert.Contains("read-only", Typed.Run(_engine, "cp", "/etc/hostname", "c:/file").Error, StringComparison.Ordinal);
    }
}
