using System.Net;
using System.Security.Cryptography;
using System.Text;
using Whelk.Engine.Events;
using Whelk.Engine.Networks;
using Whelk.Engine.Workloads;
using Whelk.Errors;
using Whelk.Networks;

namespace Whelk.Engine;

/// <summary>Networks: those that are always there, and those that people make.</summary>
public sealed partial class WhelkEngine
{
    private readonly SemaphoreSlim _networksGate = new(1);
    private readonly NetworkUses _networkUses = new();

    /// <summary>All networks.</summary>
    public NetworkTable Networks { get; } = new();

    /// <summary>The workloads that are in a network, running or not.</summary>
    private IReadOnlyList<Workload> MembersOf(NetworkSpec network) => [.. Workloads.All.Where(workload => workload.Spec.Networks.Any(one => one.Network == KeyOf(network)))];

    /// <summary>What <see cref="NetworkAttachment.Network"/> says of a network.</summary>
    public static string KeyOf(NetworkSpec network) => network.Predefined ? network.Name : network.Id;

    /// <summary>Checks what is asked for, keeps it, and makes the network.</summary>
    /// <exception cref="WhelkException">In Docker's words; nothing has changed then.</exception>
    public async Task<NetworkSpec> CreateNetworkAsync(NetworkRequest request, CancellationToken cancellationToken)
    {
        NetworkRules.Check(request);
        await _networksGate.WaitAsync(cancellationToken);
        try
        {
            if (Networks.All.Any(known => known.Name == request.Name))
            {
                throw new WhelkException(ErrorCode.Conflict, $"network with name {request.Name} already exists");
            }

            var network = Specify(request);
            CheckBridge(network);
            _database.InsertNetwork(network);
            try
            {
                await Network.AddAsync(network.ToOptions(), CancellationToken.None);
            }
            catch
            {
                await Faults.ContainAsync($"forgetting network {network.Id}", () => Task.Run(() => _database.DeleteNetwork(network.Id)));
                throw;
            }

            Networks.Add(network);
            TellOfNetwork(network, "create");
            return network;
        }
        finally
        {
            _networksGate.Release();
        }
    }

    /// <summary>Removes a network that nobody is in who runs.</summary>
    /// <exception cref="WhelkException">NotFound, Denied for one that is always there and for one with members; in Docker's words.</exception>
    public async Task RemoveNetworkAsync(string wanted, CancellationToken cancellationToken)
    {
        await _networksGate.WaitAsync(cancellationToken);
        try
        {
            var network = Networks.Find(wanted);
            if (network.Predefined)
            {
                throw new WhelkException(ErrorCode.Denied, $"{network.Name} is a pre-defined network and cannot be removed");
            }

            using var going = _networkUses.TryRemove(network.Id);
            if (going is null || await HasPlacesAsync(network))
            {
                throw new WhelkException(ErrorCode.Denied, $"error while removing network: network {network.Name} id {network.Id} has active endpoints");
            }

            await RemoveAsync(network);
            TellOfNetwork(network, "destroy");
        }
        finally
        {
            _networksGate.Release();
        }
    }

    /// <summary>Whether a workload that runs has a place in it. Those that have ended do not count, as with Docker.</summary>
    public bool IsInUse(NetworkSpec network) => MembersOf(network).Any(workload => workload.State.IsAlive && HasPlaceIn(workload, network));

    private static bool HasPlaceIn(Workload workload, NetworkSpec network) => workload.Place?.In(network.Id) is not null;

    // A workload that has ended gives its place back in a moment.
    private async Task<bool> HasPlacesAsync(NetworkSpec network)
    {
        var ends = MembersOf(network).Where(workload => HasPlaceIn(workload, network)).Select(workload => (workload.CleanedUp, workload.State)).ToList();
        await Task.WhenAll(ends.Where(end => end.State is WorkloadState.Exited).Select(end => end.CleanedUp));
        return MembersOf(network).Any(workload => HasPlaceIn(workload, network));
    }

    /// <summary>Removes the networks that nobody is in who runs.</summary>
    /// <returns>Their names.</returns>
    public async Task<IReadOnlyList<string>> PruneNetworksAsync(Func<NetworkSpec, bool> wanted, CancellationToken cancellationToken)
    {
        var removed = new List<string>();
        await _networksGate.WaitAsync(cancellationToken);
        try
        {
            foreach (var network in Networks.Own.Where(wanted).ToList())
            {
                using var going = _networkUses.TryRemove(network.Id);
                if (going is null || await HasPlacesAsync(network))
                {
                    continue;
                }

                await RemoveAsync(network);
                TellOfNetwork(network, "destroy");
                removed.Add(network.Name);
            }
        }
        finally
        {
            _networksGate.Release();
        }

        TellOfPruning(EngineEvent.Network, 0);
        return removed;
    }

    private async Task RemoveAsync(NetworkSpec network)
    {
        await Network.RemoveAsync(network.Id, CancellationToken.None);
        _database.DeleteNetwork(network.Id);
        Networks.Remove(network);
    }

    private NetworkSpec Specify(NetworkRequest request)
    {
        var id = RandomNumberGenerator.GetHexString(64, lowercase: true);
        return new NetworkSpec
        {
            Id = id,
            Name = request.Name,
            CreatedAt = Time.GetUtcNow(),
            EnableIPv6 = request.EnableIPv6,
            Internal = request.Internal,
            Attachable = request.Attachable,
            Ranges = RangesOf(request, id),
            SubnetGiven = request.Ranges.Any(range => range.Subnet.Length > 0),
            Options = request.Options,
            Labels = request.Labels,
        };
    }

    private List<NetworkRange> RangesOf(NetworkRequest request, string id)
    {
        var known = Networks.All.SelectMany(network => network.Ranges).Select(range => IPNetwork.Parse(range.Subnet)).Append(Network.Subnet).ToList();
        var given = request.Ranges.Where(range => range.Subnet.Length > 0).ToList();
        if (given.Any(range => known.Exists(other => BridgeNetwork.Overlap(other, IPNetwork.Parse(range.Subnet)))))
        {
            throw new WhelkException(ErrorCode.Denied, NetworkRules.Overlapping);
        }

        var ranges = given.Select(RangeOf).OrderBy(range => range.Subnet.Contains(':')).ToList();
        if (!ranges.Exists(range => !range.Subnet.Contains(':')))
        {
            ranges.Insert(0, RangeOf(Network.ChooseSubnet(id, known)));
        }

        return request.EnableIPv6 && !ranges.Exists(range => range.Subnet.Contains(':')) ? [.. ranges, RangeOf(BridgeNetwork.ChooseSubnet6(id))] : ranges;
    }

    private static NetworkRange RangeOf(IPNetwork subnet) => RangeOf(new RangeRequest($"{subnet}", string.Empty, string.Empty, new Dictionary<string, string>()));

    private static NetworkRange RangeOf(RangeRequest range) => new()
    {
        Subnet = $"{IPNetwork.Parse(range.Subnet)}",
        IPRange = range.IPRange,
        Gateway = range.Gateway.Length > 0 ? $"{IPAddress.Parse(range.Gateway)}" : $"{BridgeNetwork.FirstAddress(IPNetwork.Parse(range.IPRange.Length > 0 ? range.IPRange : range.Subnet), IPNetwork.Parse(range.Subnet), range.Auxiliary.Values.Select(IPAddress.Parse))}",
        Auxiliary = range.Auxiliary,
    };

    private void CheckBridge(NetworkSpec network)
    {
        var bridge = network.ToOptions().Bridge;
        if (Networks.Own.FirstOrDefault(known => known.ToOptions().Bridge == bridge) is { } other)
        {
            throw new WhelkException(ErrorCode.Denied, $"cannot create network {network.Id} ({bridge}): conflicts with network {other.Id} ({bridge}): networks have same bridge name");
        }
    }

    // Those that are always there; their ids follow from the daemon's root.
    private void AddPredefinedNetworks()
    {
        Networks.Add(Predefined(NetworkWords.Bridge, "bridge", [new NetworkRange { Subnet = $"{Network.Subnet}", Gateway = $"{Network.Gateway}" }]));
        Networks.Add(Predefined(NetworkWords.Host, "host", []));
        Networks.Add(Predefined(NetworkWords.None, "null", []));
    }

    private NetworkSpec Predefined(string name, string driver, IReadOnlyList<NetworkRange> ranges) => new()
    {
        Id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Paths.Hash}/{name}"))),
        Name = name,
        Driver = driver,
        CreatedAt = Time.GetUtcNow(),
        Ranges = ranges,
        Options = ranges.Count > 0 ? BridgeOptions.Default(Network.Names.Bridge) : new Dictionary<string, string>(),
        Predefined = true,
    };
}
