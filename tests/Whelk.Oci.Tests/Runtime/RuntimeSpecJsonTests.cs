using System.Text.Json;
using System.Text.Json.Nodes;
using Whelk.Oci.Runtime;
using Xunit;

namespace Whelk.Oci.Tests.Runtime;

public sealed class RuntimeSpecJsonTests
{
    private const string Everything =
        """
        {"ociVersion":"1.0.2",
         "process":{"terminal":true,"consoleSize":{"height":24,"width":80},"user":{"uid":1,"gid":2,"umask":18,"additionalGids":[3]},"args":["sh"],"env":["A=b"],"cwd":"/",
          "capabilities":{"bounding":["CAP_KILL"],"effective":[],"inheritable":[],"permitted":[],"ambient":[]},
          "rlimits":[{"type":"RLIMIT_NOFILE","soft":1024,"hard":18446744073709551615}],"noNewPrivileges":true,"apparmorProfile":"p","oomScoreAdj":-5,"selinuxLabel":"l"},
         "root":{"path":"rootfs","readonly":true},"hostname":"h","domainname":"d",
         "mounts":[{"destination":"/proc","type":"proc","source":"proc","options":["ro"],"uidMappings":[{"containerID":0,"hostID":1,"size":2}]}],
         "hooks":{"prestart":[{"path":"/x","args":["x"],"env":["A=b"],"timeout":3}],"createRuntime":[],"createContainer":[],"startContainer":[],"poststart":[],"poststop":[]},
         "linux":{"uidMappings":[{"containerID":0,"hostID":1000,"size":65536}],"sysctl":{"net.core.somaxconn":"256"},
          "resources":{"devices":[{"allow":false,"access":"rwm"}],"memory":{"limit":1,"swap":-1,"swappiness":5,"disableOOMKiller":false},
           "cpu":{"shares":1,"quota":2,"burst":3,"period":4,"cpus":"0-1","mems":"0"},"pids":{"limit":5},
           "blockIO":{"weight":10,"throttleReadBpsDevice":[{"major":8,"minor":0,"rate":1}],"throttleReadIOPSDevice":[{"major":8,"minor":0,"rate":1}]},
           "hugepageLimits":[{"pageSize":"2MB","limit":3}],"unified":{"memory.high":"1"}},
          "cgroupsPath":"/w/x","namespaces":[{"type":"pid"},{"type":"network","path":"/n"}],
          "devices":[{"path":"/dev/x","type":"c","major":1,"minor":2,"fileMode":438,"uid":0,"gid":0}],
          "seccomp":{"defaultAction":"SCMP_ACT_ERRNO","defaultErrnoRet":1,"architectures":["SCMP_ARCH_X86_64"],"flags":["SECCOMP_FILTER_FLAG_LOG"],
           "syscalls":[{"names":["clone"],"action":"SCMP_ACT_ALLOW","errnoRet":1,"args":[{"index":0,"value":2114060288,"valueTwo":1,"op":"SCMP_CMP_MASKED_EQ"}]}]},
          "rootfsPropagation":"private","maskedPaths":["/proc/kcore"],"readonlyPaths":["/proc/sys"],"mountLabel":"m"},
         "annotations":{"a":"b"}}
        """;

    [Fact]
    public void Round_trip_of_every_member_gives_the_same_document()
    {
        var spec = JsonSerializer.Deserialize(Everything, OciJson.Default.RuntimeSpec)!;
        var again = JsonSerializer.Serialize(spec, OciJson.Default.RuntimeSpec);

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(Everything), JsonNode.Parse(again)), again);
    }

    [Fact]
    public void Unknown_members_are_ignored()
    {
        var spec = JsonSerializer.Deserialize("""{"ociVersion":"1.2.0","zos":{},"linux":{"intelRdt":{"x":1}}}""", OciJson.Default.RuntimeSpec)!;
        Assert.Equal("1.2.0", spec.OciVersion);
    }

    [Fact]
    public void State_is_written_with_the_specifications_names()
    {
        var state = new RuntimeState { OciVersion = "1.0.2", Id = "x", Status = RuntimeStatus.Running, Pid = 7, Bundle = "/b" };
        var json = JsonSerializer.Serialize(state, OciJson.Default.RuntimeState);
        Assert.Equal("""{"ociVersion":"1.0.2","id":"x","status":"running","pid":7,"bundle":"/b"}""", json);
    }
}
