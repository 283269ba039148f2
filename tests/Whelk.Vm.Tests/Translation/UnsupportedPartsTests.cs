using System.Text;
using Whelk.Errors;
using Whelk.Vm.Store;
using Whelk.Vm.Translation;
using Xunit;

namespace Whelk.Vm.Tests.Translation;

public sealed class UnsupportedPartsTests
{
    [Theory]
    [InlineData("""{"devices":[{"path":"/dev/fuse","type":"c","major":10,"minor":229}]}""", "/dev/fuse")]
    [InlineData("""{"devices":[{"path":"/dev/null","type":"c","major":8,"minor":0}]}""", "/dev/null")]
    [InlineData("""{"namespaces":[{"type":"user"}]}""", "a user namespace")]
    [InlineData("""{"namespaces":[{"type":"pid","path":"/proc/7/ns/pid"}]}""", "pid namespace /proc/7/ns/pid")]
    [InlineData("""{"namespaces":[{"type":"ipc","path":"/proc/7/ns/ipc"}]}""", "ipc namespace")]
    [InlineData("""{"namespaces":[{"type":"uts","path":"/u"}]}""", "uts namespace /u")]
    [InlineData("""{"namespaces":[{"type":"mount","path":"/m"}]}""", "mount namespace /m")]
    [InlineData("""{"namespaces":[{"type":"cgroup","path":"/c"}]}""", "cgroup namespace /c")]
    [InlineData("""{"uidMappings":[{"containerID":0,"hostID":100000,"size":65536}]}""", "uidMappings")]
    [InlineData("""{"namespaces":[{"type":"ipc"},{"type":"uts"},{"type":"mount"}]}""", "the host's pid namespace")]
    [InlineData("""{"namespaces":[{"type":"pid"},{"type":"mount"}]}""", "the host's ipc namespace; the host's uts namespace")]
    [InlineData("""{"devices":[{"path":"/dev/sda","type":"b","major":8,"minor":0}],"resources":{"devices":[{"allow":false,"access":"rwm"},{"allow":true,"type":"b","major":8,"minor":0,"access":"rwm"}]}}""", "/dev/sda")]
    public void Refuse_what_linux_asks_in_vain_is_named(string linux, string named) => Refused($$"""{"ociVersion":"1","linux":{{linux}}}""", named);

    [Theory]
    [InlineData("""{"ociVersion":"1","mounts":[{"destination":"/m","options":["bind","idmap"]}]}""", "mount on /m")]
    [InlineData("""{"ociVersion":"1","mounts":[{"destination":"/m","uidMappings":[{"containerID":0,"hostID":1,"size":1}]}]}""", "mount on /m")]
    [InlineData("""{"ociVersion":"1","hooks":{"createContainer":[{"path":"/c"}]}}""", "createContainer hook /c")]
    [InlineData("""{"ociVersion":"1","hooks":{"startContainer":[{"path":"/s"}]}}""", "startContainer hook /s")]
    public void Refuse_what_is_asked_in_vain_is_named(string config, string named) => Refused(config, named);

    [Theory]
    [InlineData("""{"devices":[{"path":"/dev/null","type":"c","major":1,"minor":3},{"path":"/dev/tty","type":"c"}]}""")]
    [InlineData("""{"namespaces":[{"type":"pid"},{"type":"network","path":"/run/netns/x"},{"type":"ipc"},{"type":"uts"},{"type":"mount"},{"type":"cgroup"}]}""")]
    [InlineData("""{"uidMappings":[],"devices":[]}""")]
    [InlineData("""{"namespaces":[]}""")]
    [InlineData("""{"devices":[{"path":"/dev/sda","type":"b","major":8,"minor":0}],"resources":{"devices":[{"allow":true,"access":"rwm"}]}}""")]
    public void Refuse_what_engines_always_ask_passes(string linux) => UnsupportedParts.Refuse(SpecReader.Config(Encoding.UTF8.GetBytes($$"""{"ociVersion":"1","linux":{{linux}}}"""), "c"), null, new Dictionary<int, string>());

    private static void Refused(string config, string named)
    {
        var exception = Assert.Throws<WhelkException>(() => UnsupportedParts.Refuse(SpecReader.Config(Encoding.UTF8.GetBytes(config), "c"), null, new Dictionary<int, string>()));
        Assert.Equal(ErrorCode.Unsupported, exception.Code);
        Assert.Contains(named, exception.Message, StringComparison.Ordinal);
    }
}
