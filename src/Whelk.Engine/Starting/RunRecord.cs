using System.Text.Json;
using System.Text.Json.Serialization;
using Whelk.Engine.Workloads;
using Whelk.Linux.Files;

namespace Whelk.Engine.Starting;

/// <summary>What a run uses of the host, kept in its run folder so that the next daemon can take it over or give it back.</summary>
internal sealed partial record RunRecord(string? Address, string? NamespacePath, IReadOnlyList<PortBinding> Ports)
{
    private const string FileName = "run.json";

    internal static void Write(Workload workload) => AtomicFile.Write(
        PathOf(workload),
        JsonSerializer.SerializeToUtf8Bytes(new RunRecord(workload.Endpoint?.Address.ToString(), workload.Endpoint?.NamespacePath, workload.PublishedPorts), RunRecordJson.Default.RunRecord),
        durable: false);

    /// <summary>Null where there is none: the workload did not run.</summary>
    internal static RunRecord? Read(Workload workload) => File.Exists(PathOf(workload))
        ? JsonSerializer.Deserialize(File.ReadAllBytes(PathOf(workload)), RunRecordJson.Default.RunRecord)
        : null;

    private static string PathOf(Workload workload) => Path.Combine(workload.Paths.Run, FileName);

    [JsonSerializable(typeof(RunRecord))]
    private sealed partial class RunRecordJson : JsonSerializerContext;
}
