using System.Text.Json.Serialization;

namespace Whelk.Api.Wire;

/// <summary>Which registries are asked how, as clients look it up before they log in.</summary>
internal sealed record RegistryConfig
{
    private const string Default = "docker.io";

    /// <summary>The name under which clients keep the default registry's credentials; nothing is sent there.</summary>
    internal const string IndexServer = "https://index.docker.io/v1/";

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public IReadOnlyList<string>? AllowNondistributableArtifactsCIDRs { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public IReadOnlyList<string>? AllowNondistributableArtifactsHostnames { get; init; }

    public IReadOnlyList<string> InsecureRegistryCIDRs { get; init; } = ["127.0.0.0/8"];

    public IReadOnlyDictionary<string, IndexConfig> IndexConfigs { get; init; } = new Dictionary<string, IndexConfig> { [Default] = new(Default) };

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public IReadOnlyList<string>? Mirrors { get; init; }
}
