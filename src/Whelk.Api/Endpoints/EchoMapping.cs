using Whelk.Api.Wire;
using Whelk.Engine.Workloads;

namespace Whelk.Api.Endpoints;

/// <summary>What inspect tells as it was given, although it means nothing: type-less SDKs see the difference between an empty list and none.</summary>
internal static class EchoMapping
{
    internal static EchoedOptions? Of(HostConfig host)
    {
        (string Field, int? Count)[] lists =
        [
            (nameof(host.Binds), host.Binds?.Count),
            (nameof(host.CapAdd), host.CapAdd?.Count),
            (nameof(host.CapDrop), host.CapDrop?.Count),
            (nameof(host.Dns), host.Dns?.Count),
            (nameof(host.DnsOptions), host.DnsOptions?.Count),
            (nameof(host.DnsSearch), host.DnsSearch?.Count),
            (nameof(host.ExtraHosts), host.ExtraHosts?.Count),
            (nameof(host.GroupAdd), host.GroupAdd?.Count),
            (nameof(host.SecurityOpt), host.SecurityOpt?.Count),
            (nameof(host.VolumesFrom), host.VolumesFrom?.Count),
        ];
        IReadOnlyList<string> empty = [.. lists.Where(list => list.Count == 0).Select(list => list.Field)];
        return empty.Count == 0 && host is { CpuCount: 0, Cgroup: null or "" } ? null : new EchoedOptions { Empty = empty, CpuCount = host.CpuCount, Cgroup = host.Cgroup ?? string.Empty };
    }

    /// <summary>The list; null where it is empty and was not given so.</summary>
    internal static IReadOnlyList<string>? Told(this WorkloadOptions options, string field, IReadOnlyList<string> values) =>
        values.Count > 0 || options.Echoed?.Empty.Contains(field) == true ? values : null;
}
