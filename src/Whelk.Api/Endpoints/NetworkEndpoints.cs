using Whelk.Api.Http;
using Whelk.Api.Wire;
using Whelk.Engine;
using Whelk.Engine.Networks;
using Whelk.Errors;
using Whelk.Oci;

namespace Whelk.Api.Endpoints;

/// <summary>/networks.</summary>
internal static class NetworkEndpoints
{
    internal static IReadOnlyList<ApiRoute> Routes(WhelkEngine engine) =>
    [
        new("GET", "/networks", call => call.JsonAsync(List(engine, call.Query), ApiJson.Default.IReadOnlyListNetworkDetails)),
        new("POST", "/networks/create", call => CreateAsync(engine, call)),
        new("POST", "/networks/prune", call => PruneAsync(engine, call)),
        new("GET", "/networks/{name}", call => call.JsonAsync(Inspect(engine, call), ApiJson.Default.NetworkDetails)),
        new("POST", "/networks/{name}/connect", call => ConnectAsync(engine, call)),
        new("POST", "/networks/{name}/disconnect", call => DisconnectAsync(engine, call)),
        new("DELETE", "/networks/{name}", call => RemoveAsync(engine, call)),
    ];

    private static IReadOnlyList<NetworkDetails> List(WhelkEngine engine, QueryValues query)
    {
        var filters = query.Filters("name", "id", "driver", "scope", "type", "dangling", "label");
        return [.. engine.Networks.All.Where(network => filters.All(filter => Fits(engine, network, filter.Key, filter.Value))).Select(network => NetworkMapping.Details(engine, network, members: false))];
    }

    private static NetworkDetails Inspect(WhelkEngine engine, ApiCall call)
    {
        if (call.Query["scope"] is { Length: > 0 } scope && scope != "local")
        {
            throw new WhelkException(ErrorCode.NotFound, $"network {call[0]} not found");
        }

        if (call.Query["verbose"] is { Length: > 0 } verbose && GoBool.TryParse(verbose) is null)
        {
            throw new WhelkException(ErrorCode.InvalidArgument, $"invalid value for verbose: {verbose}: strconv.ParseBool: parsing \"{verbose}\": invalid syntax");
        }

        return NetworkMapping.Details(engine, engine.Networks.Find(call[0]), members: true);
    }

    private static async Task CreateAsync(WhelkEngine engine, ApiCall call)
    {
        var request = await call.ReadAsync(ApiJson.Default.NetworkCreateRequest);
        var network = await engine.CreateNetworkAsync(NetworkMapping.ToRequest(request), call.Gone);
        await call.JsonAsync(new NetworkCreated(network.Id, string.Empty), ApiJson.Default.NetworkCreated, 201);
    }

    private static async Task ConnectAsync(WhelkEngine engine, ApiCall call)
    {
        var request = await call.ReadAsync(ApiJson.Default.NetworkConnectRequest);
        var workload = engine.Workloads.Find(request.Container is { Length: > 0 } container ? container : throw NoName());
        await engine.ConnectAsync(call[0], workload, NetworkMapping.ToAttachment(call[0], request.EndpointConfig), call.Gone);
        await call.StatusAsync(200);
    }

    private static async Task DisconnectAsync(WhelkEngine engine, ApiCall call)
    {
        var request = await call.ReadAsync(ApiJson.Default.NetworkConnectRequest);
        await engine.DisconnectAsync(call[0], request.Container is { Length: > 0 } container ? container : throw NoName(), request.Force, call.Gone);
        await call.StatusAsync(200);
    }

    private static async Task RemoveAsync(WhelkEngine engine, ApiCall call)
    {
        await engine.RemoveNetworkAsync(call[0], call.Gone);
        await call.StatusAsync(204);
    }

    private static async Task PruneAsync(WhelkEngine engine, ApiCall call)
    {
        var filters = call.Query.Filters("until", "label", "label!");
        var until = PruneEndpoint.Until(engine, filters);
        var removed = await engine.PruneNetworksAsync(network => (until is null || network.CreatedAt < until) && LabelFilter.Lets(network.Labels, filters), call.Gone);
        await call.JsonAsync(new NetworksPruned(removed.OrNull()), ApiJson.Default.NetworksPruned);
    }

    private static bool Fits(WhelkEngine engine, NetworkSpec network, string filter, IReadOnlyList<string> values) => filter switch
    {
        "name" => values.Any(value => ContainerFilters.NameFits(network.Name, value)),
        "id" => values.Any(value => network.Id.StartsWith(value, StringComparison.Ordinal)),
        "driver" => values.Contains(network.Driver),
        "scope" => values.Contains("local"),
        "type" => values.Any(value => IsOfType(network, value)),
        "dangling" => values.All(value => Flag(value) == (!network.Predefined && !engine.IsInUse(network))),
        _ => values.All(value => LabelFilter.Fits(network.Labels, value)),
    };

    private static bool IsOfType(NetworkSpec network, string type) => type switch
    {
        "builtin" => network.Predefined,
        "custom" => !network.Predefined,
        _ => throw new WhelkException(ErrorCode.InvalidArgument, $"invalid filter: 'type'='{type}'"),
    };

    private static bool Flag(string value) =>
        FilterFlag.Of(value) ?? throw new WhelkException(ErrorCode.InvalidArgument, "invalid value for filter 'dangling', must be \"true\" (or \"1\"), or \"false\" (or \"0\")");

    private static WhelkException NoName() => new(ErrorCode.InvalidArgument, "invalid name or ID supplied: \"\"");
}
