using Whelk.Api.Http;
using Whelk.Api.Wire;
using Whelk.Engine;
using Whelk.Engine.Workloads;
using Whelk.Errors;

namespace Whelk.Api.Endpoints;

/// <summary>GET /containers/json with its filters.</summary>
internal static class ContainerListing
{
    internal static IReadOnlyList<ContainerSummary> List(WhelkEngine engine, QueryValues query)
    {
        var filters = query.Filters();
        var all = query.Flag("all") || filters.ContainsKey("status") || filters.ContainsKey("exited") || query.Number("limit") is > 0;
        var found = engine.Workloads.All.Where(workload => (all || workload.State.IsAlive) && filters.All(filter => Matches(engine, workload, filter.Key, filter.Value)));
        return [.. (query.Number("limit") is > 0 and var limit ? found.Take(limit) : found).Select(workload => Summary(engine, workload))];
    }

    internal static string ImageName(WhelkEngine engine, Workload workload)
    {
        var asked = workload.Spec.Options.Image;
        return engine.Images.TryResolve(asked)?.Id.ToString() == workload.Spec.ImageId ? asked : workload.Spec.ImageId;
    }

    private static ContainerSummary Summary(WhelkEngine engine, Workload workload) => new()
    {
        Id = workload.Spec.Id,
        Names = [$"/{workload.Spec.Name}"],
        Image = ImageName(engine, workload),
        ImageID = workload.Spec.ImageId,
        Command = string.Join(' ', workload.Spec.Arguments),
        Created = workload.Spec.CreatedAt.ToUnixTimeSeconds(),
        Ports = Ports(workload),
        Labels = workload.Spec.Labels,
        State = workload.State.Status,
        Status = StatusText.Of(workload.State, workload.Health, engine.Clock.GetUtcNow()),
        Isolation = workload.Spec.Isolation,
        HostConfig = new HostConfigSummary(workload.Spec.Options.Host.NetworkMode),
        NetworkSettings = new NetworkSettingsSummary(ContainerInspection.Networks(workload)),
        Mounts = ContainerInspection.Mounts(workload),
    };

    private static IReadOnlyList<PortSummary> Ports(Workload workload)
    {
        var published = ContainerInspection.PublishedPorts(workload).Select(port => new PortSummary
        {
            IP = port.HostAddress.Length == 0 ? "0.0.0.0" : port.HostAddress,
            PrivatePort = port.Port,
            PublicPort = port.HostPort,
            Type = port.Protocol,
        }).ToList();
        var exposed = workload.State is not WorkloadState.Running ? [] : workload.Spec.ExposedPorts
            .Select(text => text.Split('/'))
            .Where(parts => int.TryParse(parts[0], out var port) && !published.Any(known => known.PrivatePort == port))
            .Select(parts => new PortSummary { PrivatePort = int.Parse(parts[0], System.Globalization.CultureInfo.InvariantCulture), Type = parts.Length > 1 ? parts[1] : "tcp" });
        return [.. published, .. exposed];
    }

    private static bool Matches(WhelkEngine engine, Workload workload, string filter, IReadOnlyList<string> values) => filter switch
    {
        "id" => values.Any(value => workload.Spec.Id.StartsWith(value, StringComparison.Ordinal)),
        "name" => values.Any(value => workload.Spec.Name.Contains(value.TrimStart('/', '^').TrimEnd('$'), StringComparison.Ordinal)),
        "status" => values.Contains(workload.State.Status),
        "label" => values.All(value => LabelFilter.Fits(workload.Spec.Labels, value)),
        "ancestor" => values.Any(value => value == workload.Spec.Options.Image || engine.Images.TryResolve(value)?.Id.ToString() == workload.Spec.ImageId),
        "exited" => workload.State is WorkloadState.Exited exited && values.Contains($"{exited.ExitCode}"),
        "health" => values.Contains(workload.Health?.Status ?? "none"),
        "isolation" => values.Contains(workload.Spec.Isolation),
        "network" => values.Any(value => value == workload.Spec.Options.Host.NetworkMode || (value == "bridge" && workload.Spec.Options.Host.NetworkMode == "default")),
        _ => throw new WhelkException(ErrorCode.InvalidArgument, $"invalid filter '{filter}'"),
    };
}
