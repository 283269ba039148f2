using Whelk.Api.Http;
using Whelk.Api.Wire;
using Whelk.Engine;
using Whelk.Engine.Logs;
using Whelk.Engine.Networks;
using Whelk.Engine.Workloads;
using Whelk.Networks.UserNetworks;

namespace Whelk.Api.Endpoints;

/// <summary>GET /containers/{id}/json.</summary>
internal static class ContainerInspection
{
    internal static ContainerInspect Of(WhelkEngine engine, Workload workload)
    {
        var spec = workload.Spec;
        return new ContainerInspect
        {
            Id = spec.Id,
            Created = Rfc3339.Format(spec.CreatedAt),
            Path = spec.Arguments[0],
            Args = [.. spec.Arguments.Skip(1)],
            State = State(workload) with { Health = Health(workload) },
            Image = spec.ImageId,
            ResolvConfPath = Once(workload, workload.Paths.ResolvConf),
            HostnamePath = Once(workload, workload.Paths.Hostname),
            HostsPath = Once(workload, workload.Paths.Hosts),
            LogPath = spec.Options.Host.LogDriver is null or LogDriver.JsonFile ? Once(workload, workload.Paths.Log) : string.Empty,
            Name = $"/{spec.Name}",
            RestartCount = workload.RestartCount,
            Driver = GraphDriver.Overlay,
            GraphDriver = LayersOf(engine, workload),
            ExecIDs = engine.ExecsOf(workload) is { Count: > 0 } execs ? execs : null,
            Platform = "linux",
            HostConfig = ResourceMapping.With(Host(spec), spec.Options.Host),
            Mounts = Mounts(workload),
            Config = Config(engine, workload),
            NetworkSettings = Network(engine, workload),
        };
    }

    internal static async Task SendAsync(WhelkEngine engine, ApiCall call)
    {
        var workload = engine.Workloads.Find(call[0]);
        var size = call.Query.Flag("size") ? await engine.MeasureSizeAsync(workload) : null;
        await call.JsonAsync(Of(engine, workload) with { SizeRw = size?.Own, SizeRootFs = size?.Whole }, ApiJson.Default.ContainerInspect);
    }

    // Of one whose changes are on a disk of its own there is nothing to be seen here.
    private static GraphDriver LayersOf(WhelkEngine engine, Workload workload) =>
        Directory.Exists(workload.Paths.Upper) && engine.Images.TryResolve(workload.Spec.ImageId) is { } image
            ? GraphDriver.Of(image.LayerDirectories, workload.Paths.Upper, ("MergedDir", workload.Paths.Merged), ("WorkDir", workload.Paths.Work))
            : GraphDriver.Of([], null);

    internal static IReadOnlyList<MountPoint> Mounts(Workload workload) => [.. workload.Spec.Mounts.Select(mount => new MountPoint
    {
        Type = mount.Kind switch { MountKind.Bind => "bind", MountKind.Volume => "volume", _ => "tmpfs" },
        Name = mount.Volume,
        Source = mount.Source,
        Destination = mount.Destination,
        Driver = mount.Kind == MountKind.Volume ? "local" : null,
        Mode = mount.Mode,
        RW = !mount.ReadOnly,
        Propagation = mount.Kind == MountKind.Bind ? mount.Propagation : string.Empty,
    })];

    /// <summary>As Docker names it: the default is the bridge.</summary>
    internal static string NetworkMode(WorkloadSpec spec) => spec.Options.Host.NetworkMode is "default" ? "bridge" : spec.Options.Host.NetworkMode;

    // The files are made by the first start.
    private static string Once(Workload workload, string path) => workload.State is WorkloadState.Created ? string.Empty : path;

    private static HealthInspect? Health(Workload workload) => workload.Health is not { } health ? null : new HealthInspect(
        health.Status,
        health.FailingStreak,
        [.. health.Log.Select(result => new HealthLogEntry(Rfc3339.Format(result.Start), Rfc3339.Format(result.End), result.ExitCode, result.Output))]);

    private static StateInspect State(Workload workload) => workload.State switch
    {
        WorkloadState.Running running => new StateInspect
        {
            Status = running.Status,
            Running = true,
            Paused = running.Paused,
            Pid = running.Pid,
            Error = string.Empty,
            StartedAt = Rfc3339.Format(running.StartedAt),
            FinishedAt = workload.FinishedBefore is { } before ? Rfc3339.Format(before) : Rfc3339.Zero,
        },
        WorkloadState.Restarting restarting => new StateInspect
        {
            Status = restarting.Status,
            Running = true,
            Restarting = true,
            ExitCode = restarting.ExitCode,
            OOMKilled = restarting.OomKilled,
            Error = string.Empty,
            StartedAt = Rfc3339.Format(restarting.StartedAt),
            FinishedAt = Rfc3339.Format(restarting.FinishedAt),
        },
        WorkloadState.Exited exited => new StateInspect
        {
            Status = exited.Status,
            ExitCode = exited.ExitCode,
            OOMKilled = exited.OomKilled,
            Error = exited.Error,
            StartedAt = Rfc3339.Format(exited.StartedAt),
            FinishedAt = exited.NeverRan ? Rfc3339.Zero : Rfc3339.Format(exited.FinishedAt),
        },
        WorkloadState.Removing removing => new StateInspect
        {
            Status = removing.Status,
            Dead = true,
            ExitCode = removing.ExitCode,
            Error = string.Empty,
            StartedAt = Rfc3339.Zero,
            FinishedAt = Rfc3339.Zero,
        },
        var state => new StateInspect { Status = state.Status, Error = string.Empty, StartedAt = Rfc3339.Zero, FinishedAt = Rfc3339.Zero },
    };

    private static ConfigInspect Config(WhelkEngine engine, Workload workload) => Config(engine, workload.Spec) with
    {
        Hostname = HasOwnHostname(workload) ? workload.Spec.Hostname : workload.Spec.ShortId,
    };

    // As Docker: that of another workload is known with the first start, that of the host never told.
    private static bool HasOwnHostname(Workload workload) => workload.Spec.Options.Hostname is { Length: > 0 }
        || (workload.Spec.Options.Host.Namespaces.Uts.Length == 0 && !(workload.State is WorkloadState.Created && NetworkWords.OtherWorkload(workload.Spec.Options.Host.NetworkMode) is not null));

    private static ConfigInspect Config(WhelkEngine engine, WorkloadSpec spec) => new()
    {
        Domainname = spec.Options.Domainname ?? string.Empty,
        User = spec.User,
        AttachStdin = spec.Options.AttachStdin,
        AttachStdout = spec.Options.AttachStdout,
        AttachStderr = spec.Options.AttachStderr,
        ExposedPorts = spec.ExposedPorts.Count == 0 ? null : spec.ExposedPorts.ToDictionary(port => port, _ => new Empty()),
        MacAddress = spec.Networks.FirstOrDefault(one => one.Name == NetworkWords.NetworkOf(spec.Options.Host.NetworkMode)) is { MacAddress: { Length: > 0 } mac } ? mac : null,
        Tty = spec.Options.Tty,
        OpenStdin = spec.Options.OpenStdin,
        StdinOnce = spec.Options.StdinOnce,
        Env = spec.Env.OrNull(),
        Cmd = spec.Options.Cmd is { Count: > 0 } command ? command : spec.Options.Entrypoint is null ? spec.Arguments : null,
        Image = spec.Options.Image,
        WorkingDir = spec is { WorkingDir: "/", Options.WorkingDir: null or "" } ? string.Empty : spec.WorkingDir,
        Volumes = spec.Options.Volumes.Union(engine.Images.TryResolve(spec.ImageId)?.Config.Config?.Volumes?.Keys ?? []).ToDictionary(place => place, _ => new Empty()).OrNull(),
        Entrypoint = spec.Options.Entrypoint,
        Labels = spec.Labels,
        Healthcheck = spec.Healthcheck,
        Shell = spec.Options.Shell,
        StopSignal = spec.Options.StopSignal,
        StopTimeout = spec.Options.StopTimeout,
    };

    private static HostConfig Host(WorkloadSpec spec)
    {
        var host = spec.Options.Host;
        return new HostConfig
        {
            Binds = spec.Options.Told(nameof(HostConfig.Binds), host.Binds),
            ConsoleSize = spec.Options.ConsoleSize is { } console ? [(ushort)console.Height, (ushort)console.Width] : [0, 0],
            Mounts = host.MountsText is { } mounts ? MountMapping.OfText(mounts) : null,
            LogConfig = new LogConfig { Type = host.LogDriver ?? LogDriver.JsonFile, Config = host.LogOptions },
            NetworkMode = NetworkMode(spec),
            PortBindings = host.Ports.GroupBy(port => $"{port.Port}/{port.Protocol}").ToDictionary(group => group.Key, group => (IReadOnlyList<PortBindingWire>?)[.. group.Select(port => Wire(port) with { HostIp = port.HostAddress })]).OrNull(),
            RestartPolicy = new RestartPolicy { Name = host.RestartPolicy.Name, MaximumRetryCount = host.RestartPolicy.MaximumRetryCount },
            AutoRemove = host.AutoRemove,
            Annotations = host.Annotations,
            CapAdd = spec.Options.Told(nameof(HostConfig.CapAdd), host.CapAdd),
            CapDrop = spec.Options.Told(nameof(HostConfig.CapDrop), host.CapDrop),
            Dns = spec.Options.Told(nameof(HostConfig.Dns), host.Dns),
            DnsOptions = spec.Options.Told(nameof(HostConfig.DnsOptions), host.DnsOptions),
            DnsSearch = spec.Options.Told(nameof(HostConfig.DnsSearch), host.DnsSearch),
            Links = host.Links.Count > 0 && NetworkWords.NetworkOf(host.NetworkMode) == NetworkWords.Bridge ? [.. host.Links.Select(link => LinkText(spec, link))] : null,
            ExtraHosts = spec.Options.Told(nameof(HostConfig.ExtraHosts), host.ExtraHosts),
            GroupAdd = spec.Options.Told(nameof(HostConfig.GroupAdd), host.GroupAdd),
            Privileged = host.Privileged,
            PublishAllPorts = host.PublishAllPorts,
            ReadonlyRootfs = host.ReadonlyRootfs,
            SecurityOpt = spec.Options.Told(nameof(HostConfig.SecurityOpt), host.SecurityOpt),
            Tmpfs = host.Tmpfs.OrNull(),
            Sysctls = host.Sysctls.OrNull(),
            ShmSize = host.ShmSize > 0 ? host.ShmSize : Whelk.Oci.Runtime.Defaults.DefaultMounts.DefaultShmSize,
            Runtime = spec.Runtime,
            Isolation = spec.Isolation,
            Memory = host.Memory,
            MemorySwap = host.MemorySwap,
            MemoryReservation = host.MemoryReservation,
            NanoCpus = host.NanoCpus,
            CpuShares = host.CpuShares,
            CpuPeriod = host.CpuPeriod,
            CpuQuota = host.CpuQuota,
            CpusetCpus = host.CpusetCpus ?? string.Empty,
            CpusetMems = host.CpusetMems ?? string.Empty,
            CpuCount = spec.Options.Echoed?.CpuCount ?? 0,
            Cgroup = spec.Options.Echoed?.Cgroup ?? string.Empty,
            PidsLimit = host.PidsLimit,
            VolumesFrom = spec.Options.Told(nameof(HostConfig.VolumesFrom), host.VolumesFrom),
            Ulimits = host.Ulimits.Select(limit => new Ulimit { Name = limit.Name, Soft = limit.Soft, Hard = limit.Hard }).ToList().OrNull(),
        };
    }

    // A port is given back a moment after the workload's end; nobody can use it any more then.
    internal static IReadOnlyList<PortBinding> PublishedPorts(Workload workload) => workload.State is WorkloadState.Running ? workload.PublishedPorts : [];

    private static NetworkSettingsInspect Network(WhelkEngine engine, Workload workload)
    {
        var published = PublishedPorts(workload).GroupBy(port => $"{port.Port}/{port.Protocol}").ToDictionary(group => group.Key, group => (IReadOnlyList<PortBindingWire>?)[.. group.Select(Wire)]);
        foreach (var exposed in workload.State is WorkloadState.Running ? workload.Spec.ExposedPorts : [])
        {
            published.TryAdd(exposed, null);
        }

        // As Docker: another's network namespace is told by the other one alone.
        var shared = NetworkWords.OtherWorkload(workload.Spec.Options.Host.NetworkMode) is not null;

        // As Docker: what stands beside the networks is that of the daemon's own bridge.
        var networks = NetworkMapping.Networks(engine, workload);
        var own = networks.GetValueOrDefault(NetworkWords.Bridge) ?? new EndpointSettings();
        return new NetworkSettingsInspect
        {
            SandboxID = workload.State.IsAlive && !shared ? UserNetwork.EndpointId("sandbox", workload.Spec.Id) : string.Empty,
            SandboxKey = shared ? string.Empty : workload.Place?.NamespacePath ?? string.Empty,
            Ports = published,
            EndpointID = own.EndpointID,
            Gateway = own.Gateway,
            IPAddress = own.IPAddress,
            IPPrefixLen = own.IPPrefixLen,
            IPv6Gateway = own.IPv6Gateway,
            GlobalIPv6Address = own.GlobalIPv6Address,
            GlobalIPv6PrefixLen = own.GlobalIPv6PrefixLen,
            MacAddress = own.MacAddress,
            Networks = networks,
        };
    }

    // As Docker writes it: the other's name, and this one's with the alias.
    private static string LinkText(WorkloadSpec spec, string link)
    {
        var (name, alias) = LinkWords.Parse(link);
        return $"/{name}:/{spec.Name}/{alias}";
    }

    private static PortBindingWire Wire(PortBinding port) => new()
    {
        HostIp = port.HostAddress.Length == 0 ? "0.0.0.0" : port.HostAddress,
        HostPort = port.HostPort == 0 ? string.Empty : port.LastHostPort == 0 ? $"{port.HostPort}" : $"{port.HostPort}-{port.LastHostPort}",
    };
}
