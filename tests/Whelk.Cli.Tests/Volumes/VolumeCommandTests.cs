using Whelk.Cli.Tests.Support;
using Xunit;

namespace Whelk.Cli.Tests.Volumes;

public sealed class VolumeCommandTests : IDisposable
{
    private readonly FakeEngine _engine = new();

    public void Dispose() => _engine.Dispose();

    [Theory]
    [InlineData("{\"Volumes\":[{\"Name\":\"data\",\"Driver\":\"local\"}]}", "", "DRIVER    VOLUME NAME\nlocal     data\n")]
    [InlineData("{\"Volumes\":[{\"Name\":\"data\",\"Driver\":\"local\"}]}", "-q", "data\n")]
    [InlineData("{\"Volumes\":[]}", "-q", "")]
    public void List_is_a_table_or_names(string answer, string option, string expected)
    {
        _engine.On("GET /volumes", FakeAnswer.Json(answer));

        Assert.Equal(expected, Typed.Run(_engine, ["volume", "ls", .. option.Split(' ', StringSplitOptions.RemoveEmptyEntries)]).Output);
    }

    [Fact]
    public void Create_sends_name_and_labels()
    {
        _engine.On("POST /volumes/create", FakeAnswer.Json("""{"Name":"data"}"""));

        Assert.Equal("data\n", Typed.Run(_engine, "volume", "create", "--label", "a=b", "data").Output);
        Assert.Equal("""{"Name":"data","Labels":{"a":"b"}}""", _engine.Requests[0].Body);
    }

    [Fact]
    public void Prune_of_all_says_so()
    {
        _engine.On("POST /volumes/prune", FakeAnswer.Json("""{"VolumesDeleted":["data"],"SpaceReclaimed":0}"""));

        Assert.Equal("data\nTotal reclaimed space: 0B\n", Typed.Run(_engine, "volume", "prune", "-a").Output);
        Assert.Equal("/v1.45/volumes/prune?filters=%7B%22all%22%3A%5B%221%22%5D%7D", _engine.Requests[0].Target);
    }
}
