using System.Text.Json;
using Whelk.Api.Endpoints;
using Whelk.Api.Wire;
using Whelk.Engine.Workloads;
using Whelk.Errors;
using Xunit;

namespace Whelk.Api.Tests.Endpoints;

public sealed class CreateMappingTests
{
    /// <summary>What docker run of version 27 sends, shortened to what is of interest.</summary>
    private const string FromDocker =
        """
        {"Hostname":"","Domainname":"","User":"","AttachStdin":false,"AttachStdout":true,"AttachStderr":true,"ExposedPorts":{"80/tcp":{}},"Tty":false,
        "OpenStdin":false,"StdinOnce":false,"Env":null,"Cmd":["echo","hi"],"Image":"whelk/base","Volumes":{},"WorkingDir":"","Entrypoint":null,"OnBuild":null,
        "Labels":{},"HostConfig":{"Binds":null,"ContainerIDFile":"","LogConfig":{"Type":"","Config":{}},"NetworkMode":"default","PortBindings":{"80/tcp":
        [{"HostIp":"","HostPort":"8080"}]},"RestartPolicy":{"Name":"no","MaximumRetryCount":0},"AutoRemove":true,"VolumeDriver":"","VolumesFrom":null,
        "ConsoleSize":[24,80],"CapAdd":null,"CapDrop":null,"CgroupnsMode":"","Dns":[],"DnsOptions":[],"DnsSearch":[],"ExtraHosts":null,"GroupAdd":null,
        "IpcMode":"","Cgroup":"","Links":null,"OomScoreAdj":0,"PidMode":"","Privileged":false,"PublishAllPorts":false,"ReadonlyRootfs":false,
        "SecurityOpt":null,"UTSMode":"","UsernsMode":"","ShmSize":0,"Isolation":"","CpuShares":0,"Memory":0,"NanoCpus":0,"CgroupParent":"","BlkioWeight":0,
        "BlkioWeightDevice":[],"BlkioDeviceReadBps":[],"BlkioDeviceWriteBps":[],"BlkioDeviceReadIOps":[],"BlkioDeviceWriteIOps":[],"CpuPeriod":0,
        "CpuQuota":0,"CpuRealtimePeriod":0,"CpuRealtimeRuntime":0,"CpusetCpus":"","CpusetMems":"","Devices":[],"DeviceCgroupRules":null,
        "DeviceRequests":null,"MemoryReservation":0,"MemorySwap":0,"MemorySwappiness":-1,"OomKillDisable":false,"PidsLimit":0,"Ulimits":[],"CpuCount":0,
        "CpuPercent":0,"IOMaximumIOps":0,"IOMaximumBandwidth":0,"MaskedPaths":null,"ReadonlyPaths":null},"NetworkingConfig":{"EndpointsConfig":{}}}
        """;

    [Fact]
    public void Request_of_dockers_client_becomes_options()
    {
        var options = CreateMapping.ToOptions(Read(FromDocker), "web");

        Assert.Equal(("web", "whelk/base", "echo hi", null), (options.Name, options.Image, string.Join(' ', options.Cmd!), options.Entrypoint));
        Assert.Equal((true, "default", 0L, ""), (options.Host.AutoRemove, options.Host.NetworkMode, options.Host.Memory, options.Host.Isolation));
        Assert.Equal(["80/tcp"], options.ExposedPorts);
        Assert.Equal([new PortBinding { Port = 80, Protocol = "tcp", HostPort = 8080 }], options.Host.Ports);
    }

    [Fact]
    public void Empty_list_and_what_means_nothing_here_are_kept_to_be_told()
    {
        var echoed = CreateMapping.ToOptions(Read("""{"Image":"i","HostConfig":{"Dns":[],"CapAdd":["a"],"CpuCount":2,"Cgroup":"x"}}"""), null).Echoed!;

        Assert.Equal(["Dns"], echoed.Empty);
        Assert.Equal((2, "x"), (echoed.CpuCount, echoed.Cgroup));
        Assert.Null(CreateMapping.ToOptions(Read("""{"Image":"i","HostConfig":{"Dns":null,"CapAdd":["a"]}}"""), null).Echoed);
    }

    [Fact]
    public void Every_field_that_is_carried_out_arrives()
    {
        var options = CreateMapping.ToOptions(
            Read(
                """
                {"Image":"i","Hostname":"h","Domainname":"d","User":"1:2","Env":["A=1","B"],"Entrypoint":["e"],"WorkingDir":"/w","Labels":{"l":"v"},"Tty":true,
                "OpenStdin":true,"StdinOnce":true,"AttachStdin":true,"AttachStdout":true,"AttachStderr":true,"StopSignal":"INT","StopTimeout":3,
                "HostConfig":{"Isolation":"vm","Runtime":"r","NetworkMode":"none","PublishAllPorts":true,"Memory":1,"MemorySwap":2,"MemoryReservation":3,
                "NanoCpus":4,"CpuShares":5,"CpuPeriod":6,"CpuQuota":7,"CpusetCpus":"0","CpusetMems":"1","PidsLimit":8,"ReadonlyRootfs":true,
                "CapAdd":["a"],"CapDrop":["b"],"SecurityOpt":["s"],"GroupAdd":["g"],"ExtraHosts":["x:1"],"Dns":["1.1.1.1"],"DnsOptions":["o"],
                "DnsSearch":["n"],"ShmSize":9,"Tmpfs":{"/t":"size=1"},"Sysctls":{"k":"v"},"Binds":["/a:/b"],"Ulimits":[{"Name":"nofile","Soft":1,"Hard":2}]}}
                """),
            null);
        var expected = new WorkloadOptions
        {
            Image = "i",
            Hostname = "h",
            Domainname = "d",
            User = "1:2",
            Env = ["A=1", "B"],
            Entrypoint = ["e"],
            WorkingDir = "/w",
            Labels = new Dictionary<string, string> { ["l"] = "v" },
            Tty = true,
            OpenStdin = true,
            StdinOnce = true,
            AttachStdin = true,
            AttachStdout = true,
            AttachStderr = true,
            StopSignal = "INT",
            StopTimeout = 3,
            Host = new HostOptions
            {
                Isolation = "vm",
                Runtime = "r",
                NetworkMode = "none",
                PublishAllPorts = true,
                Memory = 1,
                MemorySwap = 2,
                MemoryReservation = 3,
                NanoCpus = 4,
                CpuShares = 5,
                CpuPeriod = 6,
                CpuQuota = 7,
                CpusetCpus = "0",
                CpusetMems = "1",
                PidsLimit = 8,
                ReadonlyRootfs = true,
                CapAdd = ["a"],
                CapDrop = ["b"],
                SecurityOpt = ["s"],
                GroupAdd = ["g"],
                ExtraHosts = ["x:1"],
                Dns = ["1.1.1.1"],
                DnsOptions = ["o"],
                DnsSearch = ["n"],
                ShmSize = 9,
                Tmpfs = new Dictionary<string, string> { ["/t"] = "size=1" },
                Sysctls = new Dictionary<string, string> { ["k"] = "v" },
                Binds = ["/a:/b"],
                Ulimits = [new UlimitOption("nofile", 1, 2)],
            },
        };

        Assert.Equivalent(expected, options, strict: true);
    }

    [Theory]
    [InlineData("{\"80/tcp\":null}", "80 tcp  0")]
    [InlineData("{\"80\":[]}", "80 tcp  0")]
    [InlineData("{\"53/UDP\":[{}]}", "53 udp  0")]
    [InlineData("{\"80/tcp\":[null]}", "80 tcp  0")]
    [InlineData("{\"80/tcp\":[{\"HostIp\":\"127.0.0.1\",\"HostPort\":\"1\"},{\"HostIp\":\"::1\",\"HostPort\":\"2\"}]}", "80 tcp 127.0.0.1 1|80 tcp ::1 2")]
    public void Port_bindings_are_read(string bindings, string expected) => Assert.Equal(
        expected,
        string.Join('|', CreateMapping.ToOptions(Read($"{{\"Image\":\"i\",\"HostConfig\":{{\"PortBindings\":{bindings}}}}}"), null).Host.Ports
            .Select(port => $"{port.Port} {port.Protocol} {port.HostAddress} {port.HostPort}")));

    [Theory]
    [InlineData("{}", "config cannot be empty in order to create a container")]
    [InlineData("""{"Tty":true}""", "no image specified")]
    [InlineData("{\"Image\":\"\"}", "no image specified")]
    [InlineData("{\"Image\":\"i\",\"Env\":[\"=x\"]}", "invalid environment variable: =x")]
    [InlineData("{\"Image\":\"i\",\"Env\":[null]}", "invalid environment variable: ")]
    [InlineData("{\"Image\":\"i\",\"ExposedPorts\":{\"x/tcp\":{}}}", "invalid port specification: \"x\"")]
    [InlineData("{\"Image\":\"i\",\"ExposedPorts\":{\"80/icmp\":{}}}", "invalid proto: icmp")]
    [InlineData("{\"Image\":\"i\",\"HostConfig\":{\"LogConfig\":{\"Type\":\"json-file\",\"Config\":{\"max-file\":\"0\"}}}}", "max-file cannot be less than 1")]
    [InlineData("{\"Image\":\"i\",\"HostConfig\":{\"PortBindings\":{\"0/tcp\":[]}}}", "invalid port specification: \"0\"")]
    [InlineData("{\"Image\":\"i\",\"HostConfig\":{\"PortBindings\":{\"70000/tcp\":[]}}}", "invalid port specification: \"70000\"")]
    [InlineData("{\"Image\":\"i\",\"HostConfig\":{\"PortBindings\":{\"80/tcp/x\":[]}}}", "invalid proto: tcp/x")]
    [InlineData("{\"Image\":\"i\",\"HostConfig\":{\"PortBindings\":{\"80/tcp\":[{\"HostPort\":\"-1\"}]}}}", "invalid port specification: \"-1\"")]
    [InlineData("{\"Image\":\"i\",\"HostConfig\":{\"PortBindings\":{\"80/tcp\":[{\"HostIp\":\"localhost\"}]}}}", "invalid IP address: localhost")]
    public void Request_that_is_wrong_is_refused(string json, string message)
    {
        var error = Assert.Throws<WhelkException>(() => CreateMapping.ToOptions(Read(json), null));

        Assert.Equal((ErrorCode.InvalidArgument, message), (error.Code, error.Message));
    }

    [Theory]
    [InlineData("\"Cmd\":[null]")]
    [InlineData("\"HostConfig\":{\"Ulimits\":[null]}")]
    [InlineData("\"HostConfig\":{\"Binds\":[null],\"CapAdd\":[null],\"Dns\":null}")]
    [InlineData("\"HostConfig\":{\"Sysctls\":{\"a\":null},\"Tmpfs\":{\"/t\":null}}")]
    [InlineData("\"Labels\":{\"a\":null}")]
    [InlineData("\"HostConfig\":null")]
    [InlineData("\"Healthcheck\":{\"Test\":[\"NONE\"]},\"HostConfig\":{\"MemorySwappiness\":-1,\"UsernsMode\":\"host\",\"IpcMode\":\"private\"}")]
    public void Null_is_the_empty_value_as_in_go(string field)
    {
        var options = CreateMapping.ToOptions(Read($"{{\"Image\":\"i\",{field}}}"), null);

        Assert.DoesNotContain(null, options.Host.Binds.Concat(options.Host.CapAdd).Concat(options.Labels.Values).Concat(options.Host.Tmpfs.Values).Concat(options.Cmd ?? []));
    }

    [Theory]
    [InlineData("\"Cmd\":\"echo hi\"", "echo hi")]
    [InlineData("\"Cmd\":[\"echo\",\"hi\"]", "echo|hi")]
    [InlineData("\"Cmd\":[]", "")]
    public void Command_may_be_one_text(string field, string expected) =>
        Assert.Equal(expected, string.Join('|', CreateMapping.ToOptions(Read($"{{\"Image\":\"i\",{field}}}"), null).Cmd!));

    [Fact]
    public void Aliases_are_read_from_the_networks_settings()
    {
        var options = CreateMapping.ToOptions(
            Read("""{"Image":"i","NetworkingConfig":{"EndpointsConfig":{"default":{"IPAMConfig":{"LinkLocalIPs":[],"IPv4Address":""},"Links":null,"Aliases":["db","DB","main"],"MacAddress":""}}}}"""), null);

        Assert.Equal(["db", "DB", "main"], Assert.Single(options.Networks).Aliases);
    }

    [Theory]
    [InlineData("\"HostConfig\":{\"VolumeDriver\":\"nfs\"}", "HostConfig.VolumeDriver")]
    [InlineData("\"HostConfig\":{\"StorageOpt\":{\"size\":\"1\"}}", "HostConfig.StorageOpt")]
    [InlineData("\"HostConfig\":{\"LogConfig\":{\"Type\":\"syslog\"}}", "HostConfig.LogConfig")]
    [InlineData("\"HostConfig\":{\"DeviceRequests\":[{}]}", "HostConfig.DeviceRequests")]
    public void Field_that_is_not_carried_out_is_refused_by_name(string field, string names)
    {
        var error = Assert.Throws<WhelkException>(() => CreateMapping.ToOptions(Read($"{{\"Image\":\"i\",{field}}}"), null));

        Assert.Equal((ErrorCode.Unsupported, $"not supported by this version of whelk: {names}"), (error.Code, error.Message));
    }

    [Theory]
    [InlineData("8080", 8080, 0)]
    [InlineData("8000-8009", 8000, 8009)]
    [InlineData("8000-8000", 8000, 0)]
    [InlineData("", 0, 0)]
    public void Host_port_may_be_a_range(string text, int first, int last)
    {
        var port = Assert.Single(CreateMapping.ToOptions(Read($"{{\"Image\":\"i\",\"HostConfig\":{{\"PortBindings\":{{\"80/tcp\":[{{\"HostPort\":\"{text}\"}}]}}}}}}"), null).Host.Ports);
        Assert.Equal((first, last), (port.HostPort, port.LastHostPort));
    }

    [Theory]
    [InlineData("8009-8000")]
    [InlineData("0-10")]
    [InlineData("1-2-3")]
    [InlineData("-5")]
    [InlineData("1-70000")]
    public void Host_port_that_is_none_is_refused(string text) => Assert.Equal(
        ErrorCode.InvalidArgument,
        Assert.Throws<WhelkException>(() => CreateMapping.ToOptions(Read($"{{\"Image\":\"i\",\"HostConfig\":{{\"PortBindings\":{{\"80/tcp\":[{{\"HostPort\":\"{text}\"}}]}}}}}}"), null)).Code);

    [Fact]
    public void Networks_keep_what_is_asked_of_each()
    {
        var options = CreateMapping.ToOptions(
            Read("""{"Image":"i","MacAddress":"02:00:00:00:00:01","NetworkDisabled":true,"NetworkingConfig":{"EndpointsConfig":{"one":null,"two":{"IPAMConfig":{"IPv4Address":"10.0.0.9","IPv6Address":"fd::9"},"Links":["a:b"],"MacAddress":"x","DriverOpts":{}}}}}"""), null);

        Assert.Equal(("02:00:00:00:00:01", true), (options.MacAddress, options.NetworkDisabled));
        Assert.Equal(["one", "two"], options.Networks.Select(network => network.Name));
        var two = options.Networks[1];
        Assert.Equal(("10.0.0.9", "fd::9", "x", "a:b"), (two.IPv4Address, two.IPv6Address, two.MacAddress, Assert.Single(two.Links)));
    }

    [Fact]
    public void Options_of_a_networks_driver_are_refused_by_name()
    {
        var request = Read("""{"Image":"i","NetworkingConfig":{"EndpointsConfig":{"one":{"DriverOpts":{"com.docker.network.endpoint.sysctls":"v"}}}}}""");

        var error = Assert.Throws<WhelkException>(() => CreateMapping.ToOptions(request, null));
        Assert.Equal((ErrorCode.Unsupported, "not supported by this version of whelk: DriverOpts.com.docker.network.endpoint.sysctls"), (error.Code, error.Message));
    }

    [Fact]
    public void Rule_that_is_null_is_the_empty_one() =>
        Assert.Equal([string.Empty], CreateMapping.ToOptions(Read("""{"Image":"i","HostConfig":{"DeviceCgroupRules":[null]}}"""), null).Host.DeviceCgroupRules);

    private static ContainerCreateRequest Read(string json) => JsonSerializer.Deserialize(json, ApiJson.Default.ContainerCreateRequest)!;
}
