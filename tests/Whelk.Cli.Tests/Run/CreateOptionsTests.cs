using System.Text.Json;
using Whelk.Cli.Tests.Support;
using Whelk.Testing;
using Xunit;

namespace Whelk.Cli.Tests.Run;

public sealed class CreateOptionsTests : IDisposable
{
    private readonly FakeEngine _engine = new();

    public CreateOptionsTests() => _engine.On("POST /containers/create", FakeAnswer.Json("{\"Id\":\"abc\"}", 201));

    public void Dispose() => _engine.Dispose();

    [Theory]
    [InlineData("img", "Image", "\"img\"")]
    [InlineData("img echo hi", "Cmd", "[\"echo\",\"hi\"]")]
    [InlineData("img", "Cmd", null)]
    [InlineData("img sh -c --rm -it", "Cmd", "[\"sh\",\"-c\",\"--rm\",\"-it\"]")]
    [InlineData("-it img ls -lt -it", "Cmd", "[\"ls\",\"-lt\",\"-it\"]")]
    [InlineData("img cat @file", "Cmd", "[\"cat\",\"@file\"]")]
    [InlineData("--name n -eA=1 img -e --name=x --", "Cmd", "[\"-e\",\"--name=x\",\"--\"]")]
    [InlineData("img -- x", "Cmd", "[\"--\",\"x\"]")]
    [InlineData("-- img x", "Cmd", "[\"x\"]")]
    [InlineData("-t img", "Tty", "true")]
    [InlineData("-i img", "OpenStdin", "true")]
    [InlineData("--interactive img", "StdinOnce", "true")]
    [InlineData("-h box img", "Hostname", "\"box\"")]
    [InlineData("--hostname=box img", "Hostname", "\"box\"")]
    [InlineData("-u 1:2 img", "User", "\"1:2\"")]
    [InlineData("-w /srv img", "WorkingDir", "\"/srv\"")]
    [InlineData("-e A=1 --env B=2 -e FROM_HERE -e UNSET img", "Env", "[\"A=1\",\"B=2\",\"FROM_HERE=here\"]")]
    [InlineData("-eA=1 img", "Env", "[\"A=1\"]")]
    [InlineData("-l a=b --label c img", "Labels", "{\"a\":\"b\",\"c\":\"\"}")]
    [InlineData("--entrypoint /bin/x img", "Entrypoint", "[\"/bin/x\"]")]
    [InlineData("--entrypoint= img", "Entrypoint", "[\"\"]")]
    [InlineData("--stop-signal INT --stop-timeout 5 img", "StopTimeout", "5")]
    [InlineData("--expose 80-81 --expose 53/udp img", "ExposedPorts", "{\"80/tcp\":{},\"81/tcp\":{},\"53/udp\":{}}")]
    [InlineData("--mac-address 02:00:00:00:00:01 img", "MacAddress", "\"02:00:00:00:00:01\"")]
    [InlineData("--network mine img", "NetworkingConfig", null)]
    [InlineData("--network mine --network-alias a --ip 10.0.0.9 img", "NetworkingConfig", "{\"EndpointsConfig\":{\"mine\":{\"Aliases\":[\"a\"],\"IPAMConfig\":{\"IPv4Address\":\"10.0.0.9\"}}}}")]
    [InlineData("--network one --network name=two,alias=b,ip6=fd::9,mac-address=x img", "NetworkingConfig", "{\"EndpointsConfig\":{\"one\":{},\"two\":{\"Aliases\":[\"b\"],\"MacAddress\":\"x\",\"IPAMConfig\":{\"IPv6Address\":\"fd::9\"}}}}")]
    [InlineData("-v /data img", "Volumes", "{\"/data\":{}}")]
    public void Option_of_the_workload_arrives(string words, string field, string? json) => Assert.Equal(json, Sent(words, field));

    [Theory]
    [InlineData("img", "NetworkMode", "\"default\"")]
    [InlineData("--rm img", "AutoRemove", "true")]
    [InlineData("--rm=false img", "AutoRemove", "false")]
    [InlineData("--isolation vm img", "Isolation", "\"vm\"")]
    [InlineData("--runtime=runc img", "Runtime", "\"runc\"")]
    [InlineData("--net none img", "NetworkMode", "\"none\"")]
    [InlineData("--network one --network two img", "NetworkMode", "\"one\"")]
    [InlineData("--network name=mine,alias=a img", "NetworkMode", "\"mine\"")]
    [InlineData("--link db:store img", "Links", "[\"db:store\"]")]
    [InlineData("-m 64m img", "Memory", "67108864")]
    [InlineData("-m 64m --memory-swap -1 img", "MemorySwap", "-1")]
    [InlineData("--cpus 1.5 img", "NanoCpus", "1500000000")]
    [InlineData("--pids-limit 10 img", "PidsLimit", "10")]
    [InlineData("-p 8080:80 img", "PortBindings", "{\"80/tcp\":[{\"HostIp\":\"\",\"HostPort\":\"8080\"}]}")]
    [InlineData("-p8080:80 -p 127.0.0.1:53:53/udp img", "PortBindings", "{\"80/tcp\":[{\"HostIp\":\"\",\"HostPort\":\"8080\"}],\"53/udp\":[{\"HostIp\":\"127.0.0.1\",\"HostPort\":\"53\"}]}")]
    [InlineData("-P img", "PublishAllPorts", "true")]
    [InlineData("--device /dev/a --device /dev/b:r --device /dev/c:/dev/d:rw img", "Devices", "[{\"PathOnHost\":\"/dev/a\",\"PathInContainer\":\"/dev/a\",\"CgroupPermissions\":\"rwm\"},{\"PathOnHost\":\"/dev/b\",\"PathInContainer\":\"/dev/b\",\"CgroupPermissions\":\"r\"},{\"PathOnHost\":\"/dev/c\",\"PathInContainer\":\"/dev/d\",\"CgroupPermissions\":\"rw\"}]")]
    [InlineData("--device-read-bps /dev/a:1m img", "BlkioDeviceReadBps", "[{\"Path\":\"/dev/a\",\"Rate\":1048576}]")]
    [InlineData("--blkio-weight-device /dev/a:10 img", "BlkioWeightDevice", "[{\"Path\":\"/dev/a\",\"Weight\":10}]")]
    [InlineData("--memory-swappiness -1 img", "MemorySwappiness", "-1")]
    [InlineData("--oom-score-adj -5 img", "OomScoreAdj", "-5")]
    [InlineData("--oom-kill-disable img", "OomKillDisable", "true")]
    [InlineData("-c 512 img", "CpuShares", "512")]
    [InlineData("--cpuset-cpus 0-1 img", "CpusetCpus", "\"0-1\"")]
    [InlineData("--pid host img", "PidMode", "\"host\"")]
    [InlineData("--ipc container:x img", "IpcMode", "\"container:x\"")]
    [InlineData("--uts host img", "UTSMode", "\"host\"")]
    [InlineData("--cgroup-parent /a img", "CgroupParent", "\"/a\"")]
    [InlineData("--security-opt systempaths=unconfined img", "MaskedPaths", "[]")]
    [InlineData("-v /a:/b:ro img", "Binds", "[\"/a:/b:ro\"]")]
    [InlineData("--cap-add net_admin --cap-add ALL img", "CapAdd", "[\"CAP_NET_ADMIN\",\"ALL\"]")]
    [InlineData("--cap-drop CAP_CHOWN img", "CapDrop", "[\"CAP_CHOWN\"]")]
    [InlineData("--security-opt no-new-privileges --security-opt seccomp:unconfined img", "SecurityOpt", "[\"no-new-privileges\",\"seccomp=unconfined\"]")]
    [InlineData("--tmpfs /run:rw,size=64k --tmpfs /tmp img", "Tmpfs", "{\"/run\":\"rw,size=64k\",\"/tmp\":\"\"}")]
    [InlineData("--sysctl net.core.somaxconn=1 img", "Sysctls", "{\"net.core.somaxconn\":\"1\"}")]
    [InlineData("--ulimit nofile=10:20 img", "Ulimits", "[{\"Name\":\"nofile\",\"Soft\":10,\"Hard\":20}]")]
    [InlineData("--dns 1.1.1.1 --add-host db:10.0.0.1 img", "ExtraHosts", "[\"db:10.0.0.1\"]")]
    [InlineData("--read-only img", "ReadonlyRootfs", "true")]
    [InlineData("--restart on-failure:3 img", "RestartPolicy", "{\"Name\":\"on-failure\",\"MaximumRetryCount\":3}")]
    [InlineData("--init img", "Init", "true")]
    [InlineData("--log-driver json-file --log-opt max-size=1m img", "LogConfig", "{\"Type\":\"json-file\",\"Config\":{\"max-size\":\"1m\"}}")]
    [InlineData("--shm-size 1g img", "ShmSize", "1073741824")]
    public void Option_of_the_host_arrives(string words, string field, string json) => Assert.Equal(json, Sent(words, field, "HostConfig"));

    [Theory]
    [InlineData("--memory lots img", "invalid argument \"lots\" for \"-m, --memory\" flag: invalid size: 'lots'")]
    [InlineData("--cpus half img", "invalid argument \"half\" for \"--cpus\" flag: failed to parse half as a rational number")]
    [InlineData("-p 80:x img", "invalid containerPort: x")]
    [InlineData("-p 99999:80 img", "invalid hostPort: 99999")]
    [InlineData("--expose 8080:80 img", "invalid port format for --expose: 8080:80")]
    [InlineData("-v a:b img", "invalid volume specification: 'a:b': invalid mount config for type \"volume\": invalid mount path: 'b' mount path must be absolute")]
    [InlineData("-e =x img", "invalid environment variable: =x")]
    [InlineData("--env-file /nowhere/env img", "open /nowhere/env: no such file or directory")]
    [InlineData("--rm --restart always img", "conflicting options: cannot specify both --restart and --rm")]
    [InlineData("--detach-keys ctrl-1 img", "Invalid escape keys (ctrl-1) provided")]
    [InlineData("--ulimit nofile=5:1 img", "invalid argument \"nofile=5:1\" for \"--ulimit\" flag: ulimit soft limit must be less than or equal to hard limit: 5 > 1")]
    [InlineData("--security-opt nosuch img", "Invalid --security-opt: \"nosuch\"")]
    [InlineData("--security-opt seccomp=/nowhere.json img", "opening seccomp profile (/nowhere.json) failed: ")]
    public void Option_that_is_wrong_ends_with_125_and_asks_for_nothing(string words, string reason)
    {
        var result = Typed.Run(_engine, ["run", .. words.Split(' ')]);

        Assert.Equal(125, result.ExitCode);
        Assert.StartsWith($"whelk: {reason}", result.Error);
        Assert.Empty(_engine.Requests);
    }

    [Fact]
    public void Seccomp_profile_is_sent_as_text_without_its_white_space()
    {
        using var folder = new ScratchFolder();
        var path = folder.File("profile.json", "\n{ \"a\\\\\": [ 1.50,\t\"b \\\" c\" ],\r\n \"\\u00e9 é\" : { } }\n");

        Assert.Equal(["seccomp={\"a\\\\\":[1.50,\"b \\\" c\"],\"\\u00e9 é\":{}}"], JsonSerializer.Deserialize<string[]>(Sent($"--security-opt seccomp={path} img", "SecurityOpt", "HostConfig")!)!);
    }

    [Fact]
    public void Seccomp_profile_that_is_no_JSON_ends_with_125()
    {
        using var folder = new ScratchFolder();
        var path = folder.File("profile.json", "{} x");
        var result = Typed.Run(_engine, ["run", "--security-opt", $"seccomp={path}", "img"]);

        Assert.Equal(125, result.ExitCode);
        Assert.StartsWith($"whelk: compacting json for seccomp profile ({path}) failed: ", result.Error);
    }

    private string? Sent(string words, string field, string? within = null)
    {
        var result = Typed.Run(_engine, ["create", .. words.Split(' ')]);
        Assert.True(result.ExitCode == 0, result.Error);
        using var body = JsonDocument.Parse(_engine.Single("POST /containers/create").Body);
        var owner = within is null ? body.RootElement : body.RootElement.GetProperty(within);
        return owner.TryGetProperty(field, out var value) ? value.GetRawText() : null;
    }
}
