using System.Text.Json.Serialization;
using Whelk.Oci.Images;

namespace Whelk.Api.Wire;

/// <summary>The body of POST /containers/create. Members that are missing here are unknown to Whelk and ignored, as Docker ignores unknown ones.</summary>
internal sealed record ContainerCreateRequest
{
    public string? Hostname { get; init; }

    public string? Domainname { get; init; }

    public string? User { get; init; }

    public bool AttachStdin { get; init; }

    public bool AttachStdout { get; init; }

    public bool AttachStderr { get; init; }

    public IReadOnlyDictionary<string, Empty>? ExposedPorts { get; init; }

    public bool Tty { get; init; }

    public bool OpenStdin { get; init; }

    public bool StdinOnce { get; init; }

    public IReadOnlyList<string>? Env { get; init; }

    [JsonConverter(typeof(Words))]
    public IReadOnlyList<string>? Cmd { get; init; }

    [JsonConverter(typeof(Words))]
    public IReadOnlyList<string>? Entrypoint { get; init; }

    public string? Image { get; init; }

    public string? WorkingDir { get; init; }

    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    public string? StopSignal { get; init; }

    public int? StopTimeout { get; init; }

    public HostConfig? HostConfig { get; init; }

    public NetworkingConfig? NetworkingConfig { get; init; }

    public IReadOnlyDictionary<string, Empty>? Volumes { get; init; }

    public ImageHealthcheck? Healthcheck { get; init; }

    [JsonConverter(typeof(Words))]
    public IReadOnlyList<string>? Shell { get; init; }

    public bool NetworkDisabled { get; init; }

    public string? MacAddress { get; init; }
}
