using Whelk.Engine.Networks;
using Whelk.Engine.Runtimes;
using Whelk.Engine.Workloads;
using Whelk.Errors;

namespace Whelk.Engine;

/// <summary>Which networks a workload is to be in.</summary>
public sealed partial class WhelkEngine
{
    // Everything asked for, checked; the mode's network first.
    private IReadOnlyList<NetworkAttachment> AttachmentsOf(WorkloadOptions options, RuntimeRecord runtime)
    {
        var mode = options.Host.NetworkMode;
        if (NetworkWords.IsPlaceless(mode))
        {
            CheckPlaceless(options, mode, runtime);
            return [];
        }

        if (options.NetworkDisabled)
        {
            return [];
        }

        var main = NetworkWords.NetworkOf(mode);
        var asked = options.Networks.Select(one => one with { Name = NetworkWords.NetworkOf(one.Name) }).ToList();
        if (asked.Select(one => Networks.TryFind(one.Name)).FirstOrDefault(one => one is { Predefined: true } && one.Name != NetworkWords.Bridge) is { } placeless)
        {
            throw new WhelkException(ErrorCode.InvalidArgument, placeless.Name == NetworkWords.None
                ? "container cannot be connected to multiple networks with one of the networks in private (none) mode"
                : "container cannot be connected to host network or disconnected from host network");
        }

        // As Docker: networks that are listed without the mode's own are all that there are.
        if (asked.Count > 0 && string.IsNullOrEmpty(options.MacAddress) && !asked.Exists(one => KeyOf(one) == KeyOf(main)))
        {
            return [.. asked.DistinctBy(KeyOf).Select(Attached)];
        }

        var first = asked.Find(one => KeyOf(one) == KeyOf(main)) ?? new NetworkAttachment { Network = string.Empty, Name = main };
        return [Attached(WithOptions(first, options)), .. asked.Where(one => KeyOf(one) != KeyOf(main)).DistinctBy(KeyOf).Select(Attached)];
    }

    private string KeyOf(NetworkAttachment asked) => KeyOf(asked.Name);

    private string KeyOf(string network) => Networks.TryFind(network)?.Id ?? network;

    // As Docker: a network that nobody has made yet is one that the start looks for.
    private NetworkAttachment Attached(NetworkAttachment asked) => Networks.TryFind(asked.Name) is { } network ? AttachmentRules.CheckAtCreation(asked, network) : asked;

    private void FindNetworks(Workload workload)
    {
        if (workload.Spec.Networks.Any(one => one.Network.Length == 0))
        {
            Keep(workload, [.. workload.Spec.Networks.Select(one => one.Network.Length > 0 ? one : AttachmentRules.CheckAtCreation(one, Networks.Find(one.Name)))]);
        }
    }

    // What is said of the workload as a whole holds on its main network.
    private NetworkAttachment WithOptions(NetworkAttachment main, WorkloadOptions options)
    {
        if (options.MacAddress is { Length: > 0 } mac && main.MacAddress.Length > 0 && !mac.Equals(main.MacAddress, StringComparison.OrdinalIgnoreCase))
        {
            throw new WhelkException(ErrorCode.InvalidArgument, "the container-wide MAC address must match the endpoint-specific MAC address for the main network, or be left empty");
        }

        foreach (var link in options.Host.Links)
        {
            CheckLinked(LinkWords.Parse(link).Name);
        }

        return main with
        {
            MacAddress = options.MacAddress is { Length: > 0 } given ? given : main.MacAddress,
            Links = [.. main.Links.Concat(options.Host.Links).Distinct()],
        };
    }

    private void CheckLinked(string name)
    {
        try
        {
            _ = Workloads.Find(name);
        }
        catch (WhelkException exception)
        {
            throw new WhelkException(ErrorCode.InvalidArgument, $"could not get container for {name}: {exception.Message}", exception);
        }
    }

    private static void CheckPlaceless(WorkloadOptions options, string mode, RuntimeRecord runtime)
    {
        if (options.Networks.Any(one => one.Name != mode))
        {
            throw new WhelkException(ErrorCode.InvalidArgument, mode == NetworkWords.None
                ? "container cannot be connected to multiple networks with one of the networks in private (none) mode"
                : "container sharing network namespace with another container or host cannot be connected to any other network");
        }

        if (mode != NetworkWords.None && runtime.NetworkSharingRefusal is { } refusal)
        {
            throw new WhelkException(ErrorCode.InvalidArgument, $"HostConfig.NetworkMode {mode}: {refusal}");
        }

        var conflict = NetworkWords.OtherWorkload(mode) is { } other ? ConflictWithOther(options, other) : mode == NetworkWords.Host ? ConflictWithHost(options) : null;
        if (conflict is not null)
        {
            throw new WhelkException(ErrorCode.InvalidArgument, $"conflicting options: {conflict}");
        }
    }

    private static string? ConflictWithHost(WorkloadOptions options) =>
        options.Host.Links.Count > 0 ? "host type networking can't be used with links. This would result in undefined behavior"
        : options.MacAddress is { Length: > 0 } ? "mac-address and the network mode"
        : null;

    // moby, runconfig/hostconfig_unix.go, validateNetMode.
    private static string? ConflictWithOther(WorkloadOptions options, string other)
    {
        if (other.Length == 0)
        {
            throw new WhelkException(ErrorCode.InvalidArgument, "Invalid network mode: invalid container format container:<name|id>");
        }

        var host = options.Host;
        return options.Hostname is { Length: > 0 } ? "hostname and the network mode"
            : host.Links.Count > 0 ? "container type network can't be used with links. This would result in undefined behavior"
            : host.Dns.Count > 0 ? "dns and the network mode"
            : host.ExtraHosts.Count > 0 ? "custom host-to-IP mapping and the network mode"
            : options.MacAddress is { Length: > 0 } ? "mac-address and the network mode"
            : host.Ports.Count > 0 || host.PublishAllPorts ? "port publishing and the container type network mode"
            : options.ExposedPorts.Count > 0 ? "port exposing and the container type network mode"
            : null;
    }
}
