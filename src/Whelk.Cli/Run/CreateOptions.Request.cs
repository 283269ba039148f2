using System.CommandLine;
using Whelk.Cli.CommandLine;
using Whelk.Cli.Wire;
using Whelk.Errors;

namespace Whelk.Cli.Run;

/// <summary>From what was typed to what is asked of the daemon.</summary>
internal sealed partial class CreateOptions
{
    /// <summary>Reads everything that was given, and checks it, before anything is asked of the daemon.</summary>
    /// <param name="parse">The parsed command line.</param>
    /// <param name="host">For the environment and the window's size.</param>
    /// <param name="attached">Whether this process stays to show output.</param>
    /// <exception cref="WhelkException">InvalidArgument, in Docker's words.</exception>
    public CreateRequest Read(ParseResult parse, CommandHost host, bool attached)
    {
        var words = Positionals.Of(parse, _imageAndCommand);
        var interactive = parse.GetValue(_interactive);
        var remove = parse.GetValue(_remove);
        if (remove && parse.GetValue(_restart) is not (null or "no"))
        {
            throw new WhelkException(ErrorCode.InvalidArgument, "conflicting options: cannot specify both --restart and --rm");
        }

        var (exposed, bindings) = Ports(parse);
        var volumes = parse.GetRequiredValue(_volume).Select(text => VolumeSpec.Parse(text, Environment.CurrentDirectory)).ToArray();
        var config = new ContainerConfig
        {
            Hostname = parse.GetValue(_hostname),
            Domainname = parse.GetValue(_domainname),
            User = parse.GetValue(_user),
            AttachStdin = interactive && attached,
            AttachStdout = attached,
            AttachStderr = attached,
            ExposedPorts = exposed,
            Tty = parse.GetValue(_tty),
            OpenStdin = interactive,
            StdinOnce = interactive && attached,
            Env = OrNull(EnvironmentFile.Gather(parse.GetRequiredValue(_envFile), parse.GetRequiredValue(_env), host.Environment)),
            Cmd = OrNull(words[1..]),
            Image = words[0],
            Volumes = SetOf(volumes.Select(volume => volume.Anonymous)),
            WorkingDir = parse.GetValue(_workdir),
            // Given but empty means "none", which Docker's API writes as one empty string.
            Entrypoint = parse.GetValue(_entrypoint) is { } entrypoint ? [entrypoint] : null,
            Labels = KeyValues.Parse(parse.GetRequiredValue(_label)),
            Healthcheck = _health.Read(parse),
            StopSignal = parse.GetValue(_stopSignal),
            StopTimeout = parse.GetValue(_stopTimeout),
            HostConfig = _namespaces.Read(parse, _resources.Read(parse, Host(parse, remove))) with { PortBindings = bindings, Binds = OrNull([.. volumes.Select(volume => volume.Bind).OfType<string>()]) },
            NetworkingConfig = Networking(parse),
            MacAddress = parse.GetValue(_macAddress),
        };
        return new CreateRequest(config, parse.GetValue(_name), parse.GetValue(_pull) is not "never", parse.GetValue(_quiet));
    }

    private static T[]? OrNull<T>(T[] values) => values.Length > 0 ? values : null;

    private static Dictionary<string, EmptyObject>? SetOf(IEnumerable<string?> names)
    {
        var set = names.OfType<string>().Distinct().ToDictionary(name => name, _ => EmptyObject.Instance);
        return set.Count > 0 ? set : null;
    }

    private static string Capability(string name) => name.ToUpperInvariant() switch
    {
        "ALL" => "ALL",
        ['C', 'A', 'P', '_', ..] full => full,
        var bare => $"CAP_{bare}",
    };

    private (Dictionary<string, EmptyObject>? Exposed, Dictionary<string, PortBinding[]>? Bindings) Ports(ParseResult parse)
    {
        var published = parse.GetRequiredValue(_publish).SelectMany(text => PortSpec.Parse(text).Bindings()).ToArray();
        var exposed = parse.GetRequiredValue(_expose).SelectMany(Exposed);
        var bindings = published.GroupBy(pair => pair.Port, pair => pair.Binding).ToDictionary(group => group.Key, group => group.ToArray());
        return (SetOf(published.Concat(exposed).Select(pair => pair.Port)), bindings.Count > 0 ? bindings : null);
    }

    private static IEnumerable<(string Port, PortBinding Binding)> Exposed(string text) => text.Contains(':', StringComparison.Ordinal)
        ? throw new WhelkException(ErrorCode.InvalidArgument, $"invalid port format for --expose: {text}")
        : PortSpec.Parse(text).Bindings();

    private HostConfig Host(ParseResult parse, bool remove) => new()
    {
        AutoRemove = remove,
        NetworkMode = Networks(parse).FirstOrDefault()?.Name ?? "default",
        Links = _endpoint.Links(parse),
        RestartPolicy = parse.GetValue(_restart) is { } restart ? Quantity.Restart(restart) : null,
        Mounts = OrNull([.. parse.GetRequiredValue(_mount).Select(MountText.Parse)]),
        VolumesFrom = OrNull(parse.GetRequiredValue(_volumesFrom)),
        CapAdd = OrNull([.. parse.GetRequiredValue(_capAdd).Select(Capability)]),
        CapDrop = OrNull([.. parse.GetRequiredValue(_capDrop).Select(Capability)]),
        Dns = OrNull(parse.GetRequiredValue(_dns)),
        ExtraHosts = OrNull(parse.GetRequiredValue(_addHost)),
        GroupAdd = OrNull(parse.GetRequiredValue(_groupAdd)),
        Privileged = parse.GetValue(_privileged),
        PublishAllPorts = parse.GetValue(_publishAll),
        ReadonlyRootfs = parse.GetValue(_readOnly),
        SecurityOpt = OrNull([.. parse.GetRequiredValue(_securityOpt).Where(option => !SecurityOption.ShowsPaths(option)).Select(SecurityOption.Resolve)]),
        MaskedPaths = parse.GetRequiredValue(_securityOpt).Any(SecurityOption.ShowsPaths) ? [] : null,
        ReadonlyPaths = parse.GetRequiredValue(_securityOpt).Any(SecurityOption.ShowsPaths) ? [] : null,
        Tmpfs = KeyValues.Parse(parse.GetRequiredValue(_tmpfs), ':'),
        Sysctls = KeyValues.Parse(parse.GetRequiredValue(_sysctl)),
        ShmSize = parse.GetValue(_shmSize) is { } shm ? Quantity.Bytes(shm, "--shm-size") : null,
        Runtime = parse.GetValue(_runtime),
        Isolation = parse.GetValue(_isolation),
        Memory = parse.GetValue(_memory) is { } memory ? Quantity.Bytes(memory, "-m, --memory") : null,
        MemorySwap = parse.GetValue(_memorySwap) switch { null => null, "-1" => -1, var swap => Quantity.Bytes(swap, "--memory-swap") },
        NanoCpus = parse.GetValue(_cpus) is { } cpus ? Quantity.NanoCpus(cpus) : null,
        PidsLimit = parse.GetValue(_pids),
        Ulimits = OrNull([.. parse.GetRequiredValue(_ulimit).Select(Quantity.Ulimit)]),
        Init = parse.GetValue(_init) ? true : null,
        LogConfig = parse.GetValue(_logDriver) is var driver && KeyValues.Parse(parse.GetRequiredValue(_logOpt)) is var options && (driver, options) is (null, null)
            ? null
            : new LogConfig(driver ?? "", options ?? []),
    };

    private NetworkSpec[] Networks(ParseResult parse) => [.. parse.GetRequiredValue(_network).Select(NetworkSpec.Parse)];

    // What stands beside --network is meant for the first.
    private NetworkingConfig? Networking(ParseResult parse)
    {
        var networks = Networks(parse);
        var beside = _endpoint.Read(parse);
        if (beside is not null && networks is [{ Config: not null }, ..])
        {
            throw new WhelkException(ErrorCode.InvalidArgument, "conflicting options: cannot specify options of the network both in --network and beside it");
        }

        var configs = networks.DistinctBy(network => network.Name).ToDictionary(network => network.Name, network => network.Config ?? new EndpointConfig());
        if (beside is not null)
        {
            configs[networks.FirstOrDefault()?.Name ?? "default"] = beside;
        }

        return beside is null && networks.Length < 2 && networks is not [{ Config: not null }] ? null : new NetworkingConfig(configs);
    }
}
