using System.Text.Json;
using Whelk.Api.Endpoints;
using Whelk.Api.Wire;
using Whelk.Engine.Workloads;
using Whelk.Errors;
using Xunit;

namespace Whelk.Api.Tests.Endpoints;

public sealed class ResourceMappingTests
{
    private const string Full =
        """
        {"Devices":[{"PathOnHost":"/dev/a"},{"PathOnHost":"/dev/b","PathInContainer":"/dev/c","CgroupPermissions":"r"},null],"DeviceCgroupRules":["c 1:1 r"],
        "MaskedPaths":[],"ReadonlyPaths":["/x"],"OomScoreAdj":-5,"OomKillDisable":true,"MemorySwappiness":7,"KernelMemoryTCP":8,"CpuRealtimePeriod":9,
        "CpuRealtimeRuntime":10,"BlkioWeight":11,"BlkioWeightDevice":[{"Path":"/w","Weight":12}],"BlkioDeviceReadBps":[{"Path":"/r","Rate":13}],
        "BlkioDeviceWriteBps":[{"Path":"/s","Rate":14}],"BlkioDeviceReadIOps":[{"Path":"/t","Rate":15}],"BlkioDeviceWriteIOps":[{"Path":"/u","Rate":16}],
        "PidMode":"host","IpcMode":"none","UTSMode":"host","UsernsMode":"host","CgroupnsMode":"private","CgroupParent":"/p","Init":true}
        """;

    [Fact]
    public void Every_field_arrives()
    {
        var options = Read(Full);

        Assert.Equal([new DeviceOption("/dev/a", "/dev/a", "rwm"), new DeviceOption("/dev/b", "/dev/c", "r")], options.Devices);
        Assert.Equal(("c 1:1 r", 0, "/x", -5L, true, 7L, 8L), (options.DeviceCgroupRules[0], options.MaskedPaths!.Count, options.ReadonlyPaths![0], options.OomScoreAdj, options.OomKillDisable, options.MemorySwappiness, options.KernelMemoryTcp));
        Assert.Equal((9L, 10L, 11L), (options.CpuRealtimePeriod, options.CpuRealtimeRuntime, options.BlockIo!.Weight));
        Assert.Equal(["/w 12", "/r 13", "/s 14", "/t 15", "/u 16"], new[] { options.BlockIo.WeightDevice, options.BlockIo.ReadBps, options.BlockIo.WriteBps, options.BlockIo.ReadIOps, options.BlockIo.WriteIOps }.Select(list => $"{list[0].Path} {list[0].Rate}"));
        Assert.Equal(new NamespaceOptions { Pid = "host", Ipc = "none", Uts = "host", User = "host", Cgroup = "private" }, options.Namespaces);
        Assert.Equal(("/p", true), (options.CgroupParent, options.Init));
    }

    [Fact]
    public void What_arrived_is_shown_as_it_was_given()
    {
        var shown = ResourceMapping.With(new HostConfig(), Read(Full));

        Assert.Equal(JsonSerializer.Serialize(ResourceMapping.With(new HostConfig(), ResourceMapping.With(new HostOptions(), shown)), ApiJson.Default.HostConfig), JsonSerializer.Serialize(shown, ApiJson.Default.HostConfig));
        Assert.Equal(("host", "/w", 16ul, "r"), (shown.PidMode, shown.BlkioWeightDevice![0]!.Path, shown.BlkioDeviceWriteIOps![0]!.Rate, shown.Devices![1]!.CgroupPermissions));
    }

    [Theory]
    [InlineData("{}", 11, 5)]
    [InlineData("{\"MaskedPaths\":null,\"ReadonlyPaths\":null}", 11, 5)]
    [InlineData("{\"MaskedPaths\":[],\"ReadonlyPaths\":[]}", 0, 0)]
    public void Paths_that_are_not_given_are_the_default(string json, int masked, int readOnly)
    {
        var shown = ResourceMapping.With(new HostConfig(), Read(json));

        Assert.Equal((masked, readOnly, "private"), (shown.MaskedPaths!.Count, shown.ReadonlyPaths!.Count, shown.IpcMode));
    }

    [Theory]
    [InlineData("{\"IOMaximumIOps\":1}", "Invalid QoS settings: linux does not support configuration of maximum IOPs")]
    [InlineData("{\"IOMaximumBandwidth\":1}", "Invalid QoS settings: linux does not support configuration of maximum bandwidth")]
    public void Quality_of_service_of_windows_is_refused_as_docker_does(string json, string message) =>
        Assert.Equal(message, Assert.Throws<WhelkException>(() => Read(json)).Message);

    [Fact]
    public void Percent_of_windows_is_passed_over_with_a_warning()
    {
        Assert.Equal(["linux does not support CPU percent. Percent discarded."], ResourceMapping.Warnings(new ContainerCreateRequest { HostConfig = new HostConfig { CpuPercent = 5 } }));
        Assert.Empty(ResourceMapping.Warnings(new ContainerCreateRequest { HostConfig = new HostConfig { CpuCount = 5 } }));
    }

    private static HostOptions Read(string json) => ResourceMapping.With(new HostOptions(), JsonSerializer.Deserialize(json, ApiJson.Default.HostConfig)!);
}
