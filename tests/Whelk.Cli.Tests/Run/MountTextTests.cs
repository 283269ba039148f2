using System.Text.Json;
using Whelk.Cli.Run;
using Whelk.Cli.Wire;
using Whelk.Errors;
using Xunit;

namespace Whelk.Cli.Tests.Run;

public sealed class MountTextTests
{
    [Theory]
    [InlineData("type=bind,src=/a,dst=/b,ro", """{"Type":"bind","Source":"/a","Target":"/b","ReadOnly":true}""")]
    [InlineData("type=bind,source=/a,target=/b,bind-propagation=rslave", """{"Type":"bind","Source":"/a","Target":"/b","ReadOnly":false,"BindOptions":{"Propagation":"rslave","NonRecursive":false,"CreateMountpoint":false,"ReadOnlyNonRecursive":false,"ReadOnlyForceRecursive":false}}""")]
    [InlineData("type=bind,src=/a,dst=/b,ro,bind-recursive=writable", """{"Type":"bind","Source":"/a","Target":"/b","ReadOnly":true,"BindOptions":{"NonRecursive":false,"CreateMountpoint":false,"ReadOnlyNonRecursive":true,"ReadOnlyForceRecursive":false}}""")]
    [InlineData("type=bind,src=/a,dst=/b,bind-recursive=disabled", """{"Type":"bind","Source":"/a","Target":"/b","ReadOnly":false,"BindOptions":{"NonRecursive":true,"CreateMountpoint":false,"ReadOnlyNonRecursive":false,"ReadOnlyForceRecursive":false}}""")]
    [InlineData("source=v,target=/b,volume-subpath=x/y,volume-nocopy", """{"Type":"volume","Source":"v","Target":"/b","ReadOnly":false,"VolumeOptions":{"NoCopy":true,"Subpath":"x/y"}}""")]
    [InlineData("src=v,dst=/b,volume-opt=type=tmpfs,volume-opt=device=tmpfs,\"volume-opt=o=size=1m,mode=700\"", """{"Type":"volume","Source":"v","Target":"/b","ReadOnly":false,"VolumeOptions":{"NoCopy":false,"DriverConfig":{"Options":{"type":"tmpfs","device":"tmpfs","o":"size=1m,mode=700"}}}}""")]
    [InlineData("type=tmpfs,target=/b,tmpfs-size=1m,tmpfs-mode=1770", """{"Type":"tmpfs","Target":"/b","ReadOnly":false,"TmpfsOptions":{"SizeBytes":1048576,"Mode":1016}}""")]
    public void Parse_reads_the_long_form(string text, string json) => Assert.Equal(json, JsonSerializer.Serialize(MountText.Parse(text), WireJson.Default.Mount));

    [Theory]
    [InlineData("type=bind", "target is required")]
    [InlineData("target=/b,x=1", "unexpected key 'x' in 'x'")]
    [InlineData("target=/b,x", "invalid field 'x' must be a key=value pair")]
    [InlineData("type=bind,target=/b,volume-nocopy", "cannot mix 'volume-*' options with mount type 'bind'")]
    [InlineData("target=/b,readonly=maybe", "invalid value for readonly: maybe")]
    [InlineData("type=bind,src=/a,target=/b,bind-recursive=yes", "invalid value for bind-recursive: yes")]
    [InlineData("type=bind,src=/a,target=/b,bind-recursive=readonly", "option 'bind-recursive=readonly' requires 'readonly' to be specified in conjunction")]
    [InlineData("type=tmpfs,target=/b,tmpfs-mode=9", "invalid value for tmpfs-mode: 9")]
    public void Parse_refuses(string text, string message) => Assert.Contains(message, Assert.Throws<WhelkException>(() => MountText.Parse(text)).Message);
}
