namespace Whelk.Api.Wire;

internal sealed record NetworkSettingsInspect
{
    public string Bridge { get; init; } = string.Empty;

    public string SandboxID { get; init; } = string.Empty;

    public required string SandboxKey { get; init; }

    public required IReadOnlyDictionary<string, IReadOnlyList<PortBindingWire>?> Ports { get; init; }

    public string EndpointID { get; init; } = string.Empty;

    public string Gateway { get; init; } = string.Empty;

    public string IPAddress { get; init; } = string.Empty;

    public int IPPrefixLen { get; init; }

    public string MacAddress { get; init; } = string.Empty;

    public required IReadOnlyDictionary<string, EndpointSettings> Networks { get; init; }
}
