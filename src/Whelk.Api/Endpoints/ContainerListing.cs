using Whelk.Api.Http;
using Whelk.Api.Wire;
using Whelk.Engine;
using Whelk.Engine.Workloads;

namespace Whelk.Api.Endpoints;

/// <summary>GET /containers/json with its filters.</summary>
internal static class ContainerListing
{
    internal static async Task SendAsync(WhelkEngine engine, ApiCall call)
    {
        var filters = new ContainerFilters(engine, call.Query);
        var found = engine.Workloads.All.Where(filters.Let);
        IReadOnlyList<Workload> shown = [.. call.Query.Number("limit") is > 0 and var limit ? found.Take(limit) : found];
        await call.JsonAsync(
            call.Query.Flag("size") ? await WithSizesAsync(engine, shown) : [.. shown.Select(workload => Summary(engine, workload))],
            ApiJson.Default.IReadOnlyListContainerSummary);
    }

    /// <summary>Every workload, with what it takes on disk.</summary>
    internal static Task<IReadOnlyList<ContainerSummary>> AllWithSizesAsync(WhelkEngine engine) => WithSizesAsync(engine, engine.Workloads.All);

    private static async Task<IReadOnlyList<ContainerSummary>> WithSizesAsync(WhelkEngine engine, IReadOnlyList<Workload> workloads)
    {
        var summaries = new List<ContainerSummary>();
        foreach (var workload in workloads)
        {
            var size = await engine.MeasureSizeAsync(workload);
            summaries.Add(Summary(engine, workload) with { SizeRw = size.Own > 0 ? size.Own : null, SizeRootFs = size.Whole });
        }

        return summaries;
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
        Command = CommandOf(workload.Spec.Arguments),
        Created = workload.Spec.CreatedAt.ToUnixTimeSeconds(),
        Ports = Ports(workload),
        Labels = workload.Spec.Labels,
        State = workload.State.Status,
        Status = StatusText.Of(workload.State, workload.Health, engine.Clock.GetUtcNow()),
        Isolation = workload.Spec.Isolation,
        HostConfig = new HostConfigSummary(ContainerInspection.NetworkMode(workload.Spec)),
        NetworkSettings = new NetworkSettingsSummary(NetworkMapping.Networks(engine, workload)),
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

    // As Docker shows it: a word with blanks in it is put into quotes.
    private static string CommandOf(IReadOnlyList<string> arguments) =>
        string.Join(' ', arguments.Select((word, at) => at > 0 && word.Contains(' ', StringComparison.Ordinal) ? $"'{word}'" : word));
}
