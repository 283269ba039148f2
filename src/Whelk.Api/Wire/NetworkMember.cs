namespace Whelk.Api.Wire;

/// <summary>A workload's place in a network.</summary>
internal sealed record NetworkMember(string Name, string EndpointID, string MacAddress, string IPv4Address, string IPv6Address);
