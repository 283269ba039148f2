namespace Whelk.Api.Wire;

/// <summary>A network's addresses.</summary>
internal sealed record NetworkIpam(string Driver, IReadOnlyList<NetworkRange> Config);
