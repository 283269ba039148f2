using System.Text.Json.Serialization;

namespace Whelk.Engine.Runtimes;

/// <summary>What a runtime says of the host in its own check.</summary>
internal sealed partial record RuntimeReport
{
    public ReportedAccelerator? Accelerator { get; init; }

    /// <summary>The version of the emulator that it starts.</summary>
    public string? QemuVersion { get; init; }

    /// <summary>What `uname -r` says in its guests.</summary>
    public string? KernelRelease { get; init; }

    /// <summary>What works less well here than it could; each names its mend.</summary>
    public IReadOnlyList<string>? Warnings { get; init; }

    /// <summary>What it keeps ready.</summary>
    public IReadOnlyList<RuntimeFinding>? Kept { get; init; }

    /// <summary>What keeps it from running anything; empty where it works.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];

    /// <summary>What it named with a version.</summary>
    [JsonIgnore]
    internal IReadOnlyDictionary<string, string> Parts => new[] { ("QEMU", QemuVersion), ("guest kernel", KernelRelease) }
        .Where(part => part.Item2 is not null)
        .ToDictionary(part => part.Item1, part => part.Item2!);

    internal sealed record ReportedAccelerator
    {
        public required string Accelerator { get; init; }

        public string? Reason { get; init; }
    }

    [JsonSourceGenerationOptions(PropertyNameCaseInsensitive = true)]
    [JsonSerializable(typeof(RuntimeReport))]
    internal sealed partial class Json : JsonSerializerContext;
}
