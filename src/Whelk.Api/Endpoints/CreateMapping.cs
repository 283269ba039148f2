using System.Globalization;
using Whelk.Api.Wire;
using Whelk.Engine.Logs;
using Whelk.Engine.Workloads;
using Whelk.Errors;
using static Whelk.Api.Wire.Given;

namespace Whelk.Api.Endpoints;

/// <summary>From Docker's create request to the engine's options; what is not carried out is refused by name.</summary>
internal static class CreateMapping
{
    private static readonly ContainerCreateRequest Nothing = new();

    internal static WorkloadOptions ToOptions(ContainerCreateRequest request, string? name)
    {
        var host = request.HostConfig ?? new HostConfig();
        UnsupportedFields.Refuse(host);
        return new WorkloadOptions
        {
            Name = name,
            Image = request.Image is { Length: > 0 } image ? image : throw new WhelkException(ErrorCode.InvalidArgument, request == Nothing ? "config cannot be empty in order to create a container" : "no image specified"),
            Hostname = request.Hostname,
            Domainname = request.Domainname,
            User = request.User,
            Env = [.. Texts(request.Env).Select(CheckVariable)],
            Cmd = request.Cmd,
            Entrypoint = request.Entrypoint,
            WorkingDir = request.WorkingDir,
            Labels = Texts(request.Labels),
            Tty = request.Tty,
            ConsoleSize = Given.Size(request.HostConfig?.ConsoleSize),
            OpenStdin = request.OpenStdin,
            StdinOnce = request.StdinOnce,
            AttachStdin = request.AttachStdin,
            AttachStdout = request.AttachStdout,
            AttachStderr = request.AttachStderr,
            StopSignal = request.StopSignal,
            StopTimeout = request.StopTimeout,
            ExposedPorts = [.. (request.ExposedPorts?.Keys ?? []).Select(ToExposed)],
            Healthcheck = request.Healthcheck,
            Shell = request.Shell,
            Volumes = [.. request.Volumes?.Keys ?? []],
            Networks = [.. (request.NetworkingConfig?.EndpointsConfig ?? new Dictionary<string, EndpointRequest?>()).Select(network => NetworkMapping.ToAttachment(network.Key, network.Value))],
            MacAddress = request.MacAddress,
            NetworkDisabled = request.NetworkDisabled,
            Host = ResourceMapping.With(ToHost(host), host),
            Echoed = EchoMapping.Of(host),
        };
    }

    internal static HostUpdate ToUpdate(UpdateRequest request) => new()
    {
        Memory = request.Memory,
        MemorySwap = request.MemorySwap,
        MemoryReservation = request.MemoryReservation,
        NanoCpus = request.NanoCpus,
        CpuShares = request.CpuShares,
        CpuPeriod = request.CpuPeriod,
        CpuQuota = request.CpuQuota,
        CpuRealtimePeriod = request.CpuRealtimePeriod,
        CpuRealtimeRuntime = request.CpuRealtimeRuntime,
        BlockIoWeight = request.BlkioWeight,
        CpusetCpus = request.CpusetCpus,
        CpusetMems = request.CpusetMems,
        PidsLimit = request.PidsLimit,
        RestartPolicy = request.RestartPolicy?.Name is { Length: > 0 } name ? Whelk.Engine.Restarts.RestartPolicy.Parse(name, request.RestartPolicy.MaximumRetryCount) : null,
    };

    private static HostOptions ToHost(HostConfig host) => new()
    {
        Isolation = host.Isolation,
        Runtime = host.Runtime,
        AutoRemove = host.AutoRemove,
        Annotations = host.Annotations is null ? null : Texts(host.Annotations),
        RestartPolicy = Whelk.Engine.Restarts.RestartPolicy.Parse(host.RestartPolicy?.Name, host.RestartPolicy?.MaximumRetryCount ?? 0),
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
        PidsLimit = host.PidsLimit is > 0 ? host.PidsLimit : null,
        Privileged = host.Privileged,
        ReadonlyRootfs = host.ReadonlyRootfs,
        CapAdd = Texts(host.CapAdd),
        CapDrop = Texts(host.CapDrop),
        SecurityOpt = Texts(host.SecurityOpt),
        GroupAdd = Texts(host.GroupAdd),
        Links = Texts(host.Links),
        ExtraHosts = Texts(host.ExtraHosts),
        Dns = Texts(host.Dns),
        DnsOptions = Texts(host.DnsOptions),
        DnsSearch = Texts(host.DnsSearch),
        LogDriver = host.LogConfig?.Type is { Length: > 0 } driver ? driver : null,
        LogOptions = Checked(host.LogConfig?.Type, Texts(host.LogConfig?.Config)),
        ShmSize = host.ShmSize,
        Tmpfs = Texts(host.Tmpfs),
        Sysctls = Texts(host.Sysctls),
        Binds = Texts(host.Binds),
        Mounts = [.. ((IReadOnlyList<MountRequest?>?)host.Mounts ?? []).OfType<MountRequest>().Select(MountMapping.ToMount)],
        MountsText = host.Mounts is { Count: > 0 } mounts ? MountMapping.ToText(mounts) : null,
        VolumesFrom = Texts(host.VolumesFrom),
        Ulimits = [.. ((IReadOnlyList<Ulimit?>?)host.Ulimits ?? []).OfType<Ulimit>().Select(limit => new UlimitOption(limit.Name ?? string.Empty, limit.Soft, limit.Hard))],
    };

    private static Dictionary<string, string> Checked(string? driver, Dictionary<string, string> logOptions)
    {
        _ = LogDriver.Parse(driver, logOptions);
        return logOptions;
    }

    private static IEnumerable<PortBinding> ToBindings(string key, IReadOnlyList<PortBindingWire?>? bindings)
    {
        var (port, protocol) = ToPort(key);
        foreach (var binding in bindings is { Count: > 0 } given ? given : [null])
        {
            var (first, last) = HostPorts(binding?.HostPort);
            yield return new PortBinding
            {
                Port = port,
                Protocol = protocol,
                HostAddress = Address(binding?.HostIp),
                HostPort = first,
                LastHostPort = last,
            };
        }
    }

    // One port, or first-last, of which any will do.
    private static (ushort First, ushort Last) HostPorts(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return (0, 0);
        }

        if (text.Split('-') is not [{ Length: > 0 } low, { Length: > 0 } high])
        {
            return (Port(text), 0);
        }

        var (first, last) = (Port(low), Port(high));
        return last < first || (first == 0 && last > 0) ? throw InvalidPort(text) : (first, last == first ? (ushort)0 : last);
    }

    private static string ToExposed(string key) => ToPort(key) is var (port, protocol) ? $"{port}/{protocol}" : key;

    private static (ushort Port, string Protocol) ToPort(string key)
    {
        var parts = key.Split('/', 2);
        var protocol = parts.Length > 1 ? parts[1].ToLowerInvariant() : "tcp";
        return protocol is not ("tcp" or "udp") ? throw new WhelkException(ErrorCode.InvalidArgument, $"invalid proto: {protocol}")
            : Port(parts[0]) is > 0 and var port ? (port, protocol)
            : throw InvalidPort(parts[0]);
    }

    private static string Address(string? text) => string.IsNullOrEmpty(text) ? string.Empty
        : System.Net.IPAddress.TryParse(text, out _) ? text
        : throw new WhelkException(ErrorCode.InvalidArgument, $"invalid IP address: {text}");

    private static ushort Port(string text) =>
        ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? port : throw InvalidPort(text);

    private static WhelkException InvalidPort(string text) => new(ErrorCode.InvalidArgument, $"invalid port specification: \"{text}\"");

    private static string CheckVariable(string variable) => variable.Length == 0 || variable[0] == '='
        ? throw new WhelkException(ErrorCode.InvalidArgument, $"invalid environment variable: {variable}")
        : variable;
}
