using System.Text.Json.Serialization;

namespace Whelk.Api.Wire;

internal sealed record ExecInspect
{
    public required string ID { get; init; }

    public required bool Running { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public int? ExitCode { get; init; }

    public required ExecProcessConfig ProcessConfig { get; init; }

    public bool OpenStdin { get; init; }

    public bool OpenStderr { get; init; }

    public bool OpenStdout { get; init; }

    public bool CanRemove { get; init; }

    public required string ContainerID { get; init; }

    public string DetachKeys { get; init; } = string.Empty;

    public int Pid { get; init; }
}
