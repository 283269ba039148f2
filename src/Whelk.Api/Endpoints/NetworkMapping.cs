using Whelk.Api.Wire;
using Whelk.Engine;
using Whelk.Engine.Logs;
using Whelk.Engine.Networks;
using Whelk.Engine.Workloads;
using Whelk.Errors;
using Whelk.Networks.UserNetworks;
using static Whelk.Api.Wire.Given;

namespace Whelk.Api.Endpoints;

/// <summary>Networks and places in them, between Docker's words and the engine's.</summary>
internal static class NetworkMapping
{
    internal static NetworkRequest ToRequest(NetworkCreateRequest wire) => new()
    {
        Name = wire.Name ?? string.Empty,
        Driver = wire.Driver ?? string.Empty,
        Scope = wire.Scope ?? string.Empty,
        Internal = wire.Internal,
        Attachable = wire.Attachable,
        Ingress = wire.Ingress,
        ConfigOnly = wire.ConfigOnly,
        ConfigFrom = wire.ConfigFrom?.Network ?? string.Empty,
        EnableIPv6 = wire.EnableIPv6,
        IpamDriver = wire.IPAM?.Driver ?? string.Empty,
        IpamOptions = Texts(wire.IPAM?.Options),
        Ranges = [.. ((IReadOnlyList<NetworkSubnet?>?)wire.IPAM?.Config ?? []).OfType<NetworkSubnet>().Select(range => new RangeRequest(range.Subnet ?? string.Empty, range.IPRange ?? string.Empty, range.Gateway ?? string.Empty, Texts(range.AuxiliaryAddresses)))],
        Options = Texts(wire.Options),
        Labels = Texts(wire.Labels),
    };

    /// <exception cref="WhelkException">Unsupported: addresses of the link, options of the driver.</exception>
    internal static NetworkAttachment ToAttachment(string network, EndpointRequest? wire)
    {
        IReadOnlyList<string> refused = [.. wire?.IPAMConfig?.LinkLocalIPs is { Count: > 0 } ? ["IPAMConfig.LinkLocalIPs"] : Array.Empty<string>(), .. (wire?.DriverOpts ?? new Dictionary<string, string>()).Keys.Select(option => $"DriverOpts.{option}")];
        if (refused.Count > 0)
        {
            throw new WhelkException(ErrorCode.Unsupported, $"not supported by this version of whelk: {string.Join(", ", refused)}");
        }

        return new NetworkAttachment
        {
            Network = string.Empty,
            Name = network,
            Aliases = Texts(wire?.Aliases),
            Links = Texts(wire?.Links),
            IPv4Address = wire?.IPAMConfig?.IPv4Address ?? string.Empty,
            IPv6Address = wire?.IPAMConfig?.IPv6Address ?? string.Empty,
            MacAddress = wire?.MacAddress ?? string.Empty,
        };
    }

    internal static NetworkDetails Details(WhelkEngine engine, NetworkSpec network, bool members) => new()
    {
        Name = network.Name,
        Id = network.Id,
        Created = network.CreatedAt is { } created ? Rfc3339.Format(created) : Rfc3339.Zero,
        Driver = network.Driver,
        EnableIPv6 = network.EnableIPv6,
        IPAM = new NetworkIpam { Driver = "default", Config = network.Ranges.Select(Subnet).ToList().OrNull() },
        Internal = network.Internal,
        Attachable = network.Attachable,
        Containers = members ? Members(engine, network) : new Dictionary<string, NetworkMember>(),
        Options = network.Options,
        Labels = network.Labels,
    };

    /// <summary>A workload's networks, whether it runs or not.</summary>
    internal static IReadOnlyDictionary<string, EndpointSettings> Networks(WhelkEngine engine, Workload workload)
    {
        var mode = workload.Spec.Options.Host.NetworkMode;
        if (mode is NetworkWords.Host or NetworkWords.None)
        {
            return new Dictionary<string, EndpointSettings> { [mode] = Placeless(engine, mode, workload) };
        }

        var networks = new Dictionary<string, EndpointSettings>();
        foreach (var one in workload.Spec.Networks)
        {
            networks[one.Name] = Settings(engine, workload, one);
        }

        return networks;
    }

    private static EndpointSettings Placeless(WhelkEngine engine, string name, Workload workload) => new()
    {
        NetworkID = workload.State is WorkloadState.Created ? string.Empty : engine.Networks.Find(name).Id,
        EndpointID = workload.State.IsAlive ? UserNetwork.EndpointId(name, workload.Spec.Id) : string.Empty,
    };

    private static EndpointSettings Settings(WhelkEngine engine, Workload workload, NetworkAttachment asked)
    {
        var settings = new EndpointSettings
        {
            IPAMConfig = asked.HasAddresses ? new EndpointIpam { IPv4Address = Given(asked.IPv4Address), IPv6Address = Given(asked.IPv6Address) } : null,
            Links = asked.Links.Except(workload.Spec.Options.Host.Links).ToList().OrNull(),
            Aliases = asked.Aliases.Count > 0 ? asked.Aliases : null,
            MacAddress = workload.State is WorkloadState.Created ? asked.MacAddress : string.Empty,
            NetworkID = workload.State is WorkloadState.Created ? string.Empty : engine.Networks.TryFindExact(asked.Network)?.Id ?? asked.Network,
            DNSNames = asked.Network == NetworkWords.Bridge || IsToBe(workload, asked) ? null : WhelkEngine.NamesOn(workload.Spec, asked),
        };

        // The place is given back a moment after the end; nobody can use it any more then.
        return !workload.State.IsAlive || workload.Place?.Joined.FirstOrDefault(one => one.Endpoint.Network == asked.Network)?.Endpoint is not { } endpoint ? settings : settings with
        {
            EndpointID = UserNetwork.EndpointId(asked.Network, workload.Spec.Id),
            Gateway = endpoint.HasWayOut ? $"{endpoint.Gateway}" : string.Empty,
            IPAddress = $"{endpoint.Address}",
            IPPrefixLen = endpoint.PrefixLength,
            IPv6Gateway = endpoint.HasWayOut ? $"{endpoint.Gateway6}" : string.Empty,
            GlobalIPv6Address = $"{endpoint.Address6}",
            GlobalIPv6PrefixLen = endpoint.PrefixLength6,
            MacAddress = endpoint.MacAddress,
        };
    }

    // As Docker: the names are told by the first start, or by connecting.
    private static bool IsToBe(Workload workload, NetworkAttachment asked) => asked.Network.Length == 0 || IsAtCreation(workload, asked);

    private static bool IsAtCreation(Workload workload, NetworkAttachment asked) =>
        workload.State is WorkloadState.Created && workload.Spec.Options is var options && (NetworkWords.NetworkOf(options.Host.NetworkMode) == asked.Name || options.Networks.Any(one => one.Name == asked.Name));

    private static NetworkSubnet Subnet(NetworkRange range) => new()
    {
        Subnet = range.Subnet,
        IPRange = Given(range.IPRange),
        Gateway = range.Gateway,
        AuxiliaryAddresses = range.Auxiliary.Count > 0 ? range.Auxiliary : null,
    };

    private static Dictionary<string, NetworkMember> Members(WhelkEngine engine, NetworkSpec network)
    {
        var key = WhelkEngine.KeyOf(network);
        var members = new Dictionary<string, NetworkMember>();
        foreach (var workload in engine.Workloads.All.Where(workload => workload.State.IsAlive))
        {
            if (workload.Place?.Joined.FirstOrDefault(one => one.Endpoint.Network == key)?.Endpoint is { } endpoint)
            {
                var address6 = endpoint.Address6 is { } six ? $"{six}/{endpoint.PrefixLength6}" : string.Empty;
                members[workload.Spec.Id] = new NetworkMember(workload.Spec.Name, UserNetwork.EndpointId(key, workload.Spec.Id), endpoint.MacAddress, $"{endpoint.Address}/{endpoint.PrefixLength}", address6);
            }
            else if (network.Predefined && workload.Spec.Options.Host.NetworkMode == key)
            {
                members[workload.Spec.Id] = new NetworkMember(workload.Spec.Name, UserNetwork.EndpointId(key, workload.Spec.Id), string.Empty, string.Empty, string.Empty);
            }
        }

        return members;
    }

    private static string? Given(string text) => text.Length > 0 ? text : null;
}
