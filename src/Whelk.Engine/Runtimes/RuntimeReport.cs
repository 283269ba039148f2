using System.Text.Json.Serialization;

namespace Whelk.Engine.Runtimes;

/// <summary>What a runtime says of the host in its own check.</summary>
internal sealed partial record RuntimeReport
{
    public ReportedAccelerator? Accelerator { get; init; }

    /// <summary>What keeps it from running anything; empty where it works.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];

    internal sealed record ReportedAccelerator
    {
        public required string Accelerator { get; init; }

        public string? Reason { get; init; }
    }

    [JsonSourceGenerationOptions(PropertyNameCaseInsensitive = true)]
    [JsonSerializable(typeof(RuntimeReport))]
    internal sealed partial class Json : JsonSerializerContext;
}
