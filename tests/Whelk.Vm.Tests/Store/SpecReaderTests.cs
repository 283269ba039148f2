using System.Text;
using CsCheck;
using Whelk.Errors;
using Whelk.Vm.Store;
using Xunit;

namespace Whelk.Vm.Tests.Store;

public sealed class SpecReaderTests
{
    /// <summary>What is no configuration, with what the message must name.</summary>
    public static TheoryData<string, string> Bad { get; } = new()
    {
        { "", "/c.json" },
        { "{", "/c.json" },
        { "null", "/c.json" },
        { "[]", "/c.json" },
        { """{"process":7}""", "/c.json" },
        { """{"ociVersion":"1","process":{"cwd":"/","args":["a",null]}}""", "/c.json: process.args[1]" },
        { """{"ociVersion":"1","process":{"cwd":null}}""", "cwd" },
        { """{"ociVersion":"1","mounts":[null]}""", "/c.json: mounts[0]" },
        { """{"ociVersion":"1","hooks":{"prestart":[null]}}""", "prestart[0]" },
        { """{"ociVersion":"1","annotations":{"a":null}}""", "annotations.a" },
        { """{"ociVersion":"1","linux":{"sysctl":{"a":null}}}""", "sysctl.a" },
        { """{"ociVersion":"1","process":{"cwd":"/","args":["a\u0000b"]}}""", "process.args[0]" },
        { """{"ociVersion":"1","root":{"path":"/a\u0000"}}""", "root.path" },
        { """{"ociVersion":"1","annotations":{"a\u0000":"b"}}""", "annotations" },
        { """{"ociVersion":"1","hostname":"\ud800"}""", "/c.json" },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public void Config_that_is_none_is_refused_by_name(string json, string named) =>
        Assert.Contains(named, Assert.Throws<WhelkException>(() => SpecReader.Config(Encoding.UTF8.GetBytes(json), "/c.json")).Message, StringComparison.Ordinal);

    [Fact]
    public void Config_may_have_nulls_where_the_specification_makes_them_optional()
    {
        var config = SpecReader.Config("""{"ociVersion":"1","hostname":null,"mounts":null,"process":{"cwd":"/","args":null},"linux":{"resources":{"memory":{"limit":null}}}}"""u8.ToArray(), "c");
        Assert.Equal((null, "/"), (config.Mounts, config.Process!.Cwd));
    }

    [Fact]
    public void Config_of_any_bytes_is_read_or_refused() => Gen.Byte.Array[0, 60].Sample(bytes =>
    {
        try
        {
            SpecReader.Config(bytes, "c");
        }
        catch (WhelkException)
        {
            // Refused, and nothing else.
        }
    });
}
