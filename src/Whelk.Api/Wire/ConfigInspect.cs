using System.Text.Json.Serialization;
using Whelk.Oci.Images;

namespace Whelk.Api.Wire;

internal sealed record ConfigInspect
{
    public string Hostname { get; init; } = string.Empty;

    public string Domainname { get; init; } = string.Empty;

    public required string User { get; init; }

    public bool AttachStdin { get; init; }

    public bool AttachStdout { get; init; }

    public bool AttachStderr { get; init; }

    /// <summary>The one asked for on the main network.</summary>
    public string? MacAddress { get; init; }

    public IReadOnlyDictionary<string, Empty>? ExposedPorts { get; init; }

    public bool Tty { get; init; }

    public bool OpenStdin { get; init; }

    public bool StdinOnce { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required IReadOnlyList<string>? Env { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public IReadOnlyList<string>? Cmd { get; init; }

    public required string Image { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public IReadOnlyDictionary<string, Empty>? Volumes { get; init; }

    public required string WorkingDir { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public IReadOnlyList<string>? Entrypoint { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public IReadOnlyList<string>? OnBuild { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required IReadOnlyDictionary<string, string>? Labels { get; init; }

    public ImageHealthcheck? Healthcheck { get; init; }

    public IReadOnlyList<string>? Shell { get; init; }

    public string? StopSignal { get; init; }

    public int? StopTimeout { get; init; }
}
