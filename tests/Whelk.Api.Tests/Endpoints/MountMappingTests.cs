using System.Text.Json;
using Whelk.Api.Endpoints;
using Whelk.Api.Wire;
using Whelk.Engine.Workloads;
using Whelk.Errors;
using Xunit;

namespace Whelk.Api.Tests.Endpoints;

public sealed class MountMappingTests
{
    [Fact]
    public void Bind_is_read()
    {
        var mount = Of("""{"Type":"bind","Source":"/a","Target":"/b/","ReadOnly":true,"BindOptions":{"Propagation":"rslave","NonRecursive":true,"CreateMountpoint":true,"ReadOnlyNonRecursive":true}}""");

        Assert.Equal(new WorkloadMount { Kind = MountKind.Bind, Source = "/a", Destination = "/b", ReadOnly = true, ReadOnlyNonRecursive = true, Propagation = "rslave", Recursive = false, MakesSource = true, Labels = mount.Labels }, mount);
    }

    [Fact]
    public void Volume_is_read()
    {
        var mount = Of("""{"Type":"volume","Source":"data","Target":"/b","VolumeOptions":{"NoCopy":true,"Labels":{"a":"b"},"DriverConfig":{"Name":"local"}}}""");

        Assert.Equal((MountKind.Volume, "data", "/b", false, "b"), (mount.Kind, mount.Volume, mount.Destination, mount.CopiesUp, mount.Labels["a"]));
        Assert.Null(Of("""{"Type":"volume","Target":"/b"}""").Volume);
    }

    [Fact]
    public void Memory_is_read() =>
        Assert.Equal("size=1024,mode=1777", Of("""{"Type":"tmpfs","Target":"/b","TmpfsOptions":{"SizeBytes":1024,"Mode":1023}}""").TmpfsOptions);

    [Theory]
    [InlineData("""{"Type":"npipe","Target":"/b"}""", "invalid mount config for type \"npipe\": mount type unknown")]
    [InlineData("""{"Type":"bind","Source":"/a"}""", "invalid mount config for type \"bind\": field Target must not be empty")]
    [InlineData("""{"Type":"bind","Target":"/b"}""", "invalid mount config for type \"bind\": field Source must not be empty")]
    [InlineData("""{"Type":"bind","Source":"a","Target":"/b"}""", "invalid mount config for type \"bind\": invalid mount path: 'a' mount path must be absolute")]
    [InlineData(
        """{"Type":"bind","Source":"/a","Target":"/b","BindOptions":{"ReadOnlyNonRecursive":true,"ReadOnlyForceRecursive":true}}""",
        "invalid mount config for type \"bind\": mount options conflict: ReadOnlyNonRecursive && ReadOnlyForceRecursive")]
    [InlineData("""{"Type":"tmpfs","Source":"/a","Target":"/b"}""", "invalid mount config for type \"tmpfs\": field Source must not be specified")]
    [InlineData("""{"Type":"bind","Source":"/a","Target":"/b","VolumeOptions":{}}""", "VolumeOptions must not be specified on mount type \"bind\"")]
    [InlineData("""{"Type":"volume","Source":"a","Target":"/b","TmpfsOptions":{}}""", "TmpfsOptions must not be specified on mount type \"volume\"")]
    [InlineData("""{"Type":"tmpfs","Target":"/b","BindOptions":{}}""", "BindOptions must not be specified on mount type \"tmpfs\"")]
    [InlineData("""{"Type":"volume","Target":"/b","VolumeOptions":{"Subpath":"c"}}""", "invalid mount config for type \"volume\": must not set Subpath when using anonymous volumes")]
    [InlineData("""{"Target":"/b"}""", "invalid mount config for type \"\": mount type unknown")]
    [InlineData("""{"Type":"volume","Source":"a","Target":"/b","VolumeOptions":{"DriverConfig":{"Name":"nfs"}}}""", "create a: error looking up volume plugin nfs: plugin \"nfs\" not found")]
    public void What_cannot_be_is_refused(string json, string words) => Assert.Equal(words, Assert.Throws<WhelkException>(() => Of(json)).Message);

    private static WorkloadMount Of(string json) => MountMapping.ToMount(JsonSerializer.Deserialize(json, ApiJson.Default.MountRequest)!);

    [Theory]
    [InlineData("""[{"Type":"bind","Source":"/a","Target":"/b/","ReadOnly":true,"BindOptions":{"ReadOnlyForceRecursive":true}}]""")]
    [InlineData("""[{"Type":"volume","Target":"/b","Consistency":"cached","VolumeOptions":{"NoCopy":true}},{"Type":"tmpfs","Target":"/c","TmpfsOptions":{"SizeBytes":5,"Mode":511}}]""")]
    public void Text_is_what_was_asked_for(string json)
    {
        var text = MountMapping.ToText(JsonSerializer.Deserialize(json, ApiJson.Default.IReadOnlyListMountRequest)!);
        Assert.Equal(json, JsonSerializer.Serialize(MountMapping.OfText(text)!, ApiJson.Default.IReadOnlyListMountRequest));
    }
}
