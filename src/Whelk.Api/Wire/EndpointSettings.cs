namespace Whelk.Api.Wire;

internal sealed record EndpointSettings
{
    public string NetworkID { get; init; } = string.Empty;

    public string EndpointID { get; init; } = string.Empty;

    public string Gateway { get; init; } = string.Empty;

    public string IPAddress { get; init; } = string.Empty;

    public int IPPrefixLen { get; init; }

    public string IPv6Gateway { get; init; } = string.Empty;

    public string GlobalIPv6Address { get; init; } = string.Empty;

    public int GlobalIPv6PrefixLen { get; init; }

    public string MacAddress { get; init; } = string.Empty;
}
