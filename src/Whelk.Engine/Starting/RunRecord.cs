using System.Text.Json;
using System.Text.Json.Serialization;
using Whelk.Engine.Networks;
using Whelk.Engine.Workloads;
using Whelk.Linux.Files;

namespace Whelk.Engine.Starting;

/// <summary>What a run uses of the host, kept in its run folder so that the next daemon can take it over or give it back.</summary>
/// <param name="Address">On the daemon's own bridge; null without.</param>
/// <param name="NamespacePath">Null for the host's network, and for a loopback interface alone.</param>
/// <param name="Ports">What it publishes.</param>
/// <param name="Places">All its places; null in a record of a version that knew the daemon's own bridge alone.</param>
/// <param name="Cgroup">Its control group, as "/a/b"; null in a record of a version that knew one place for them.</param>
internal sealed partial record RunRecord(string? Address, string? NamespacePath, IReadOnlyList<PortBinding> Ports, IReadOnlyList<PlaceRecord>? Places = null, string? Cgroup = null)
{
    private const string FileName = "run.json";

    internal static void Write(Workload workload) => AtomicFile.Write(
        PathOf(workload.Paths),
        JsonSerializer.SerializeToUtf8Bytes(Of(workload), RunRecordJson.Default.RunRecord),
        durable: false);

    /// <summary>Null where there is none: the workload did not run.</summary>
    internal static RunRecord? Read(Workload workload) => Read(workload.Paths);

    /// <inheritdoc cref="Read(Workload)"/>
    internal static RunRecord? Read(WorkloadPaths paths) => File.Exists(PathOf(paths))
        ? JsonSerializer.Deserialize(File.ReadAllBytes(PathOf(paths)), RunRecordJson.Default.RunRecord)
        : null;

    private static RunRecord Of(Workload workload) => new(
        workload.Place?.In(NetworkWords.Bridge)?.Endpoint.Address.ToString(),
        workload.Place?.NamespacePath,
        workload.PublishedPorts,
        [.. (workload.Place?.Joined ?? []).Select(PlaceRecord.Of)],
        workload.Cgroup);

    private static string PathOf(WorkloadPaths paths) => Path.Combine(paths.Run, FileName);

    [JsonSerializable(typeof(RunRecord))]
    private sealed partial class RunRecordJson : JsonSerializerContext;
}
