using System.Globalization;
using Whelk.Api.Http;
using Whelk.Engine;
using Whelk.Engine.Workloads;
using Whelk.Errors;

namespace Whelk.Api.Endpoints;

/// <summary>Which workloads a client wants to see (moby, daemon/list.go): of each filter one value must fit, of labels every one.</summary>
internal sealed class ContainerFilters
{
    private static readonly string[] Known =
        ["ancestor", "before", "exited", "expose", "health", "id", "is-task", "isolation", "label", "label!", "name", "network", "publish", "since", "status", "volume"];

    private static readonly string[] States = ["created", "restarting", "running", "removing", "paused", "exited", "dead"];
    private static readonly string[] Healths = ["none", "starting", "healthy", "unhealthy"];

    private readonly WhelkEngine _engine;
    private readonly IReadOnlyDictionary<string, IReadOnlyList<string>> _filters;
    private readonly DateTimeOffset? _before;
    private readonly DateTimeOffset? _since;
    private readonly bool _all;

    /// <exception cref="WhelkException">In Docker's words: an unknown filter, or a value that it cannot have.</exception>
    internal ContainerFilters(WhelkEngine engine, QueryValues query)
    {
        _engine = engine;
        _filters = query.Filters(Known);
        Check("status", States.Contains);
        Check("health", Healths.Contains);
        Check("exited", value => int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _));
        Check("is-task", value => FilterFlag.Of(value) is not null);
        Check("publish", value => PortRange.TryParse(value) is not null);
        Check("expose", value => PortRange.TryParse(value) is not null);
        _before = CreationOf("before", query["before"]).Min();
        _since = CreationOf("since", query["since"]).Max();
        _all = query.Flag("all") || _filters.ContainsKey("status") || _filters.ContainsKey("exited") || query.Number("limit") is > 0;
    }

    internal bool Let(Workload workload) => (_all || workload.State.IsAlive)
        && (_before is null || workload.Spec.CreatedAt < _before)
        && (_since is null || workload.Spec.CreatedAt > _since)
        && LabelFilter.Lets(workload.Spec.Labels, _filters)
        && _filters.All(filter => Fits(workload, filter.Key, filter.Value));

    /// <summary>A name as Docker's clients write it: a piece of it, bound to begin or end by ^ and $.</summary>
    internal static bool NameFits(string name, string pattern)
    {
        var (begins, ends) = (pattern.StartsWith('^'), pattern.EndsWith('$'));
        var text = pattern.TrimStart('^').TrimEnd('$').TrimStart('/');
        return (begins, ends) switch
        {
            (true, true) => name == text,
            (true, false) => name.StartsWith(text, StringComparison.Ordinal),
            (false, true) => name.EndsWith(text, StringComparison.Ordinal),
            _ => name.Contains(text, StringComparison.Ordinal),
        };
    }

    private bool Fits(Workload workload, string filter, IReadOnlyList<string> values) => filter switch
    {
        "id" => values.Any(value => workload.Spec.Id.StartsWith(value, StringComparison.Ordinal)),
        "name" => values.Any(value => NameFits(workload.Spec.Name, value)),
        "status" => values.Contains(workload.State.Status),
        "ancestor" => values.Any(value => value == workload.Spec.Options.Image || _engine.Images.TryResolve(value)?.Id.ToString() == workload.Spec.ImageId),
        "exited" => workload.State is WorkloadState.Exited exited && values.Contains($"{exited.ExitCode}"),
        "expose" => values.Any(value => workload.Spec.ExposedPorts.Any(PortRange.TryParse(value)!.Holds)),
        "publish" => values.Any(value => ContainerInspection.PublishedPorts(workload).Any(port => PortRange.TryParse(value)!.Holds($"{port.HostPort}/{port.Protocol}"))),
        "health" => values.Contains(workload.Health?.Status ?? "none"),
        "isolation" => values.Contains(workload.Spec.Isolation),
        "is-task" => values.All(value => FilterFlag.Of(value) is false),
        "network" => NetworkMapping.Networks(_engine, workload) is var networks && values.Any(value => networks.Any(one => one.Key == value || (value.Length > 0 && one.Value.NetworkID.StartsWith(value, StringComparison.Ordinal)))),
        "volume" => values.Any(value => workload.Spec.Mounts.Any(mount => value == mount.Volume || value == mount.Destination || (mount.Kind == MountKind.Bind && value == mount.Source))),
        _ => true,
    };

    private void Check(string filter, Func<string, bool> isValid)
    {
        if (_filters.GetValueOrDefault(filter, []).FirstOrDefault(value => !isValid(value)) is { } wrong)
        {
            throw new WhelkException(ErrorCode.InvalidArgument, filter switch
            {
                "exited" => $"invalid filter 'exited={wrong}': strconv.Atoi: parsing \"{wrong}\": invalid syntax",
                "health" => $"unrecognized filter value for health: {wrong}",
                _ => $"invalid filter '{filter}={wrong}'",
            });
        }
    }

    // The parameter of the same name is what clients sent before there were filters.
    private IEnumerable<DateTimeOffset?> CreationOf(string filter, string? parameter) =>
        _filters.GetValueOrDefault(filter, []).Concat(string.IsNullOrEmpty(parameter) ? [] : [parameter]).Select(name => (DateTimeOffset?)_engine.Workloads.Find(name).Spec.CreatedAt);
}
