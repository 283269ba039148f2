using System.Security.Cryptography;
using System.Text;
using Whelk.Api.Http;
using Whelk.Api.Wire;
using Whelk.Engine;
using Whelk.Engine.Logs;
using Whelk.Engine.Workloads;
using Whelk.Errors;

namespace Whelk.Api.Endpoints;

/// <summary>/networks: the bridge and none, which are always there. Others cannot be made yet.</summary>
internal static class NetworkEndpoints
{
    private const string Bridge = "bridge";
    private const string None = "none";

    internal static IReadOnlyList<ApiRoute> Routes(WhelkEngine engine) =>
    [
        new("GET", "/networks", call => call.JsonAsync(List(engine, call.Query), ApiJson.Default.IReadOnlyListNetworkDetails)),
        new("POST", "/networks/prune", call => call.JsonAsync(new NetworksPruned([]), ApiJson.Default.NetworksPruned)),
        new("GET", "/networks/{name}", call => call.JsonAsync(Find(engine, call[0]), ApiJson.Default.NetworkDetails)),
        new("DELETE", "/networks/{name}", call => throw new WhelkException(ErrorCode.Denied, $"{Find(engine, call[0]).Name} is a pre-defined network and cannot be removed")),
    ];

    private static IReadOnlyList<NetworkDetails> List(WhelkEngine engine, QueryValues query)
    {
        var filters = query.Filters("name", "id", "driver", "scope", "type", "dangling", "label");
        return [.. All(engine).Where(network => filters.All(filter => Fits(network, filter.Key, filter.Value)))];
    }

    private static NetworkDetails Find(WhelkEngine engine, string wanted) =>
        All(engine).FirstOrDefault(network => network.Name == wanted || (wanted.Length > 0 && network.Id.StartsWith(wanted, StringComparison.Ordinal)))
        ?? throw new WhelkException(ErrorCode.NotFound, $"network {wanted} not found");

    private static IReadOnlyList<NetworkDetails> All(WhelkEngine engine) =>
    [
        new NetworkDetails
        {
            Name = Bridge,
            Id = IdOf(engine, Bridge),
            Created = Rfc3339.Zero,
            Driver = Bridge,
            IPAM = new NetworkIpam("default", [new NetworkRange($"{engine.Network.Subnet}", $"{engine.Network.Gateway}")]),
            Containers = engine.Workloads.All.Where(workload => workload.Endpoint is not null).ToDictionary(workload => workload.Spec.Id, Member),
        },
        new NetworkDetails { Name = None, Id = IdOf(engine, None), Created = Rfc3339.Zero, Driver = "null", IPAM = new NetworkIpam("default", []) },
    ];

    private static NetworkMember Member(Workload workload) => workload.Endpoint is { } endpoint
        ? new NetworkMember(workload.Spec.Name, endpoint.MacAddress, $"{endpoint.Address}/{endpoint.PrefixLength}", string.Empty)
        : new NetworkMember(workload.Spec.Name, string.Empty, string.Empty, string.Empty);

    // The same for as long as the daemon's root is.
    private static string IdOf(WhelkEngine engine, string name) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{engine.Paths.Hash}/{name}")));

    private static bool Fits(NetworkDetails network, string filter, IReadOnlyList<string> values) => filter switch
    {
        "name" => values.Any(value => network.Name.Contains(value, StringComparison.Ordinal)),
        "id" => values.Any(value => network.Id.StartsWith(value, StringComparison.Ordinal)),
        "driver" => values.Contains(network.Driver),
        "scope" => values.Contains(network.Scope),
        "type" => values.Contains("builtin"),
        "dangling" => values.All(value => value is "0" or "false"),
        _ => values.All(value => LabelFilter.Fits(network.Labels, value)),
    };
}
