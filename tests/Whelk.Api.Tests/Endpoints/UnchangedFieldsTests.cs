using System.Text.Json;
using Whelk.Api.Endpoints;
using Whelk.Api.Wire;
using Whelk.Errors;
using Xunit;

namespace Whelk.Api.Tests.Endpoints;

public sealed class UnchangedFieldsTests
{
    [Theory]
    [InlineData("what docker's client sends", """{"Memory":1,"Devices":null,"Ulimits":[],"OomKillDisable":false,"CpuPercent":0,"CgroupParent":"","BlkioWeightDevice":[],"RestartPolicy":{"Name":""}}""", "")]
    [InlineData("all kinds", """{"OomKillDisable":true,"MemorySwappiness":10,"Devices":[{}],"CgroupParent":"/x"}""", "CgroupParent Devices MemorySwappiness OomKillDisable")]
    [InlineData("in any case of letters, as Go reads it", """{"ulimits":[{"Name":"nofile"}]}""", "Ulimits")]
    [InlineData("what no version of Docker knows", """{"NoSuch":5}""", "")]
    public void Fields_that_no_update_changes_are_named(string trick, string body, string expected)
    {
        var warnings = UnchangedFields.Warnings(Parse(body));

        Assert.True(expected == string.Join(' ', warnings.Select(warning => warning.Split(' ')[0])), $"{trick}: {string.Join(", ", warnings)}");
        Assert.All(warnings, warning => Assert.EndsWith($"is not changed by an update. {warning.Split(' ')[0]} discarded.", warning, StringComparison.Ordinal));
    }

    [Fact]
    public void Bandwidth_of_Windows_is_refused() =>
        Assert.Equal(ErrorCode.InvalidArgument, Assert.Throws<WhelkException>(() => UnchangedFields.Warnings(Parse("""{"IOMaximumIOps":1}"""))).Code);

    private static UpdateRequest Parse(string body) => JsonSerializer.Deserialize(body, ApiJson.Default.UpdateRequest)!;
}
