using Whelk.Api.Wire;
using Whelk.Engine.Bundles;
using Whelk.Engine.Workloads;
using Whelk.Errors;
using Whelk.Linux.Cgroups;

namespace Whelk.Api.Endpoints;

/// <summary>Devices, namespaces and the rarer limits of HostConfig, to the engine's words and back.</summary>
internal static class ResourceMapping
{
    private const string Everything = "rwm";

    /// <summary>What Docker passes over on Linux, with a word.</summary>
    internal static IEnumerable<string> Warnings(ContainerCreateRequest request) =>
    [
        .. request.HostConfig is { CpuPercent: > 0 } ? ["linux does not support CPU percent. Percent discarded."] : Array.Empty<string>(),
        .. request.MacAddress is { Length: > 0 } ? ["The container-wide MacAddress field is now deprecated. It should be specified in EndpointsConfig instead."] : Array.Empty<string>(),
    ];

    /// <exception cref="WhelkException">InvalidArgument in Docker's words.</exception>
    internal static HostOptions With(HostOptions options, HostConfig host)
    {
        if (host is { IOMaximumIOps: > 0 } or { IOMaximumBandwidth: > 0 })
        {
            throw new WhelkException(ErrorCode.InvalidArgument, $"Invalid QoS settings: linux does not support configuration of maximum {(host.IOMaximumBandwidth > 0 ? "bandwidth" : "IOPs")}");
        }

        return options with
        {
            Devices = [.. (host.Devices ?? []).OfType<DeviceMapping>().Select(ToDevice)],
            DeviceCgroupRules = Given.Texts(host.DeviceCgroupRules),
            MaskedPaths = host.MaskedPaths,
            ReadonlyPaths = host.ReadonlyPaths,
            OomScoreAdj = host.OomScoreAdj,
            OomKillDisable = host.OomKillDisable,
            MemorySwappiness = host.MemorySwappiness is -1 ? null : host.MemorySwappiness,
            KernelMemoryTcp = host.KernelMemoryTCP,
            CpuRealtimePeriod = host.CpuRealtimePeriod,
            CpuRealtimeRuntime = host.CpuRealtimeRuntime,
            BlockIo = ToBlockIo(host),
            Namespaces = new NamespaceOptions
            {
                Pid = host.PidMode ?? string.Empty,
                Ipc = host.IpcMode ?? string.Empty,
                Uts = host.UTSMode ?? string.Empty,
                User = host.UsernsMode ?? string.Empty,
                Cgroup = host.CgroupnsMode ?? string.Empty,
            },
            CgroupParent = host.CgroupParent,
            Init = host.Init,
        };
    }

    internal static HostConfig With(HostConfig host, HostOptions options) => host with
    {
        Devices = options.Devices.Select(device => new DeviceMapping { PathOnHost = device.PathOnHost, PathInContainer = device.PathInContainer, CgroupPermissions = device.Permissions }).ToList().OrNull(),
        DeviceCgroupRules = options.DeviceCgroupRules.OrNull(),
        MaskedPaths = KernelPaths.Masked(options),
        ReadonlyPaths = KernelPaths.Readonly(options),
        OomScoreAdj = options.OomScoreAdj,
        OomKillDisable = options.OomKillDisable ?? false,
        MemorySwappiness = options.MemorySwappiness,
        KernelMemoryTCP = options.KernelMemoryTcp,
        CpuRealtimePeriod = options.CpuRealtimePeriod,
        CpuRealtimeRuntime = options.CpuRealtimeRuntime,
        BlkioWeight = options.BlockIo?.Weight ?? 0,
        BlkioWeightDevice = (options.BlockIo?.WeightDevice ?? []).Select(device => new WeightDevice { Path = device.Path, Weight = device.Rate }).ToList().OrNull(),
        BlkioDeviceReadBps = Throttles(options.BlockIo?.ReadBps),
        BlkioDeviceWriteBps = Throttles(options.BlockIo?.WriteBps),
        BlkioDeviceReadIOps = Throttles(options.BlockIo?.ReadIOps),
        BlkioDeviceWriteIOps = Throttles(options.BlockIo?.WriteIOps),
        PidMode = options.Namespaces.Pid,
        IpcMode = options.Namespaces.Ipc is { Length: > 0 } ipc ? ipc : "private",
        UTSMode = options.Namespaces.Uts,
        UsernsMode = options.Namespaces.User,
        CgroupnsMode = options.Namespaces.Cgroup is { Length: > 0 } cgroup ? cgroup : CgroupHost.Version == 2 ? "private" : "host",
        CgroupParent = options.CgroupParent ?? string.Empty,
        Init = options.Init,
    };

    private static DeviceOption ToDevice(DeviceMapping device)
    {
        var path = device.PathOnHost ?? string.Empty;
        return new DeviceOption(path, device.PathInContainer is { Length: > 0 } inside ? inside : path, device.CgroupPermissions is { Length: > 0 } permissions ? permissions : Everything);
    }

    private static BlockIoOptions? ToBlockIo(HostConfig host)
    {
        var limits = new BlockIoOptions
        {
            Weight = host.BlkioWeight,
            WeightDevice = [.. (host.BlkioWeightDevice ?? []).OfType<WeightDevice>().Select(device => new DeviceRate(device.Path ?? string.Empty, device.Weight))],
            ReadBps = Rates(host.BlkioDeviceReadBps),
            WriteBps = Rates(host.BlkioDeviceWriteBps),
            ReadIOps = Rates(host.BlkioDeviceReadIOps),
            WriteIOps = Rates(host.BlkioDeviceWriteIOps),
        };
        return limits.AsksForNothing ? null : limits;
    }

    private static IReadOnlyList<DeviceRate> Rates(IReadOnlyList<ThrottleDevice?>? devices) => [.. (devices ?? []).OfType<ThrottleDevice>().Select(device => new DeviceRate(device.Path ?? string.Empty, device.Rate))];

    private static IReadOnlyList<ThrottleDevice>? Throttles(IReadOnlyList<DeviceRate>? rates) => (rates ?? []).Select(rate => new ThrottleDevice { Path = rate.Path, Rate = rate.Rate }).ToList().OrNull();
}
