using System.Globalization;
using Whelk.Api.Wire;
using Whelk.Engine.Workloads;
using Whelk.Errors;

namespace Whelk.Api.Endpoints;

/// <summary>From Docker's create request to the engine's options; what is not carried out is refused by name.</summary>
internal static class CreateMapping
{
    internal static WorkloadOptions ToOptions(ContainerCreateRequest request, string? name)
    {
        var host = request.HostConfig ?? new HostConfig();
        RefuseUnsupported(host);
        return new WorkloadOptions
        {
            Name = name,
            Image = request.Image is { Length: > 0 } image ? image : throw new WhelkException(ErrorCode.InvalidArgument, "no image specified"),
            Hostname = request.Hostname,
            Domainname = request.Domainname,
            User = request.User,
            Env = request.Env ?? [],
            Cmd = request.Cmd,
            Entrypoint = request.Entrypoint,
            WorkingDir = request.WorkingDir,
            Labels = request.Labels ?? new Dictionary<string, string>(),
            Tty = request.Tty,
            OpenStdin = request.OpenStdin,
            StdinOnce = request.StdinOnce,
            AttachStdin = request.AttachStdin,
            AttachStdout = request.AttachStdout,
            AttachStderr = request.AttachStderr,
            StopSignal = request.StopSignal,
            StopTimeout = request.StopTimeout,
            ExposedPorts = [.. request.ExposedPorts?.Keys ?? []],
            Host = ToHost(host),
        };
    }

    private static HostOptions ToHost(HostConfig host) => new()
    {
        Isolation = host.Isolation,
        Runtime = host.Runtime,
        AutoRemove = host.AutoRemove,
        NetworkMode = host.NetworkMode is { Length: > 0 } mode ? mode : "default",
        Ports = [.. (host.PortBindings ?? new Dictionary<string, IReadOnlyList<PortBindingWire>?>()).SelectMany(entry => ToBindings(entry.Key, entry.Value))],
        PublishAllPorts = host.PublishAllPorts,
        Memory = host.Memory,
        MemorySwap = host.MemorySwap,
        MemoryReservation = host.MemoryReservation,
        NanoCpus = host.NanoCpus,
        CpuShares = host.CpuShares,
        CpuPeriod = host.CpuPeriod,
        CpuQuota = host.CpuQuota,
        CpusetCpus = host.CpusetCpus,
        CpusetMems = host.CpusetMems,
        PidsLimit = host.PidsLimit,
        Privileged = host.Privileged,
        ReadonlyRootfs = host.ReadonlyRootfs,
        CapAdd = host.CapAdd ?? [],
        CapDrop = host.CapDrop ?? [],
        SecurityOpt = host.SecurityOpt ?? [],
        GroupAdd = host.GroupAdd ?? [],
        ExtraHosts = host.ExtraHosts ?? [],
        Dns = host.Dns ?? [],
        DnsOptions = host.DnsOptions ?? [],
        DnsSearch = host.DnsSearch ?? [],
        ShmSize = host.ShmSize,
        Tmpfs = host.Tmpfs ?? new Dictionary<string, string>(),
        Sysctls = host.Sysctls ?? new Dictionary<string, string>(),
        Binds = host.Binds ?? [],
        Ulimits = [.. (host.Ulimits ?? []).Select(limit => new UlimitOption(limit.Name ?? string.Empty, limit.Soft, limit.Hard))],
    };

    private static IEnumerable<PortBinding> ToBindings(string key, IReadOnlyList<PortBindingWire>? bindings)
    {
        var parts = key.Split('/');
        var protocol = parts.Length > 1 ? parts[1] : "tcp";
        if (protocol is not ("tcp" or "udp") || parts.Length > 2)
        {
            throw new WhelkException(ErrorCode.InvalidArgument, $"invalid proto: {protocol}");
        }

        foreach (var binding in bindings is { Count: > 0 } given ? given : [new PortBindingWire()])
        {
            yield return new PortBinding
            {
                Port = Port(parts[0]),
                Protocol = protocol,
                HostAddress = Address(binding.HostIp),
                HostPort = string.IsNullOrEmpty(binding.HostPort) ? (ushort)0 : Port(binding.HostPort),
            };
        }
    }

    private static string Address(string? text) => string.IsNullOrEmpty(text) ? string.Empty
        : System.Net.IPAddress.TryParse(text, out _) ? text
        : throw new WhelkException(ErrorCode.InvalidArgument, $"invalid IP address: {text}");

    private static ushort Port(string text) =>
        ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            ? port
            : throw new WhelkException(ErrorCode.InvalidArgument, $"invalid port specification: \"{text}\"");

    private static void RefuseUnsupported(HostConfig host)
    {
        (string Field, bool Asked)[] fields =
        [
            ("RestartPolicy", host.RestartPolicy?.Name is not (null or "" or "no")),
            ("VolumesFrom", host.VolumesFrom is { Count: > 0 }),
            ("Mounts", host.Mounts is { Count: > 0 }),
            ("Links", host.Links is { Count: > 0 }),
            ("IpcMode", host.IpcMode is not (null or "" or "private")),
            ("PidMode", host.PidMode is not (null or "")),
            ("UTSMode", host.UTSMode is not (null or "")),
            ("UsernsMode", host.UsernsMode is not (null or "" or "host")),
            ("CgroupParent", host.CgroupParent is not (null or "")),
            ("Privileged", host.Privileged),
            ("StorageOpt", host.StorageOpt is { Count: > 0 }),
            ("Devices", host.Devices is { Count: > 0 }),
            ("DeviceRequests", host.DeviceRequests is { Count: > 0 }),
            ("DeviceCgroupRules", host.DeviceCgroupRules is { Count: > 0 }),
            ("Init", host.Init is true),
            ("LogConfig", host.LogConfig?.Type is not (null or "" or "json-file")),
        ];
        var refused = fields.Where(field => field.Asked).Select(field => $"HostConfig.{field.Field}").ToList();
        if (refused.Count > 0)
        {
            throw new WhelkException(ErrorCode.Unsupported, $"not supported by this version of whelk: {string.Join(", ", refused)}");
        }
    }
}
