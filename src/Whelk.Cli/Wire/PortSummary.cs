using System.Text.Json.Serialization;

namespace Whelk.Cli.Wire;

/// <summary>A port in a <see cref="ContainerSummary"/>.</summary>
internal sealed record PortSummary
{
    [JsonPropertyName("IP")]
    public string? Ip { get; init; }

    public int PrivatePort { get; init; }

    public int PublicPort { get; init; }

    public string Type { get; init; } = "tcp";
}
